//! Sources named in notes: talks and letters, reports, titled works.

use std::borrow::Cow;

use whitestone_model::document::{Citation, CitationKind};
use whitestone_model::{Edtf, Span};

use crate::citations::{empty, starts_with};
use crate::layout::{index, layout};
use crate::{dates, fields};

/// `Interview with`, `Letter from` and their kin.
pub(crate) fn headed(rest: &str, span: Span, confidential: bool) -> Option<Citation> {
    let (kind, head) = index().heads.start_of(rest)?;
    let mut citation = empty(kind, span);
    let mut after = rest.get(head.len()..)?.trim_start_matches(['.', ' ']);
    if citation.kind == CitationKind::Letter {
        let token = after.split([' ', ',']).next().unwrap_or_default();
        if token.bytes().any(|b| b.is_ascii_digit()) && !after.starts_with("from") {
            token.trim_end_matches('.').clone_into(&mut citation.number);
            after = after.get(token.len()..)?.trim_start_matches([' ', ',']);
            after = after.strip_prefix("from ").unwrap_or(after);
        }
    }
    citation.confidential = confidential;
    speaker(sender(after), head.ends_with(" of"), &mut citation);
    Some(citation)
}

/// `to the Monitor from A. Tarn` is from A. Tarn, and so is `questionnaire by A. Tarn`.
fn sender(after: &str) -> &str {
    let first = after.split(',').next().unwrap_or(after);
    let addressed = layout()
        .words
        .addressed
        .iter()
        .any(|word| starts_with(after, word));
    let from = addressed
        .then(|| {
            [" from ", " by "]
                .iter()
                .filter_map(|word| Some(first.find(word)? + word.len()))
                .min()
        })
        .flatten();
    from.and_then(|at| after.get(at..)).unwrap_or(after)
}

/// `HALO, response to questionnaire, 3 May 2005`: who, then what.
pub(crate) fn trailed(rest: &str, span: Span, confidential: bool) -> Option<Citation> {
    let (who, what) = rest.split_once(", ")?;
    let what = what.strip_prefix("in ").unwrap_or(what);
    let (kind, form) = index().forms.start_of(what)?;
    if !(fields::is_person(who) || fields::is_body(who)) {
        return None;
    }
    let mut citation = empty(kind, span);
    let tail = what.get(form.len()..)?.trim_start_matches([',', ' ']);
    speaker(&format!("{who}, {tail}"), false, &mut citation);
    citation.confidential = confidential;
    Some(citation)
}

/// Person, role, meeting, place and date.
fn speaker(raw: &str, of_state: bool, citation: &mut Citation) {
    let raw = raw.trim_end_matches('.');
    let date = dates::find(raw).next_back();
    let head = date
        .as_ref()
        .map_or(raw, |date| raw.get(..date.start).unwrap_or(raw));
    if let Some(date) = date {
        citation.date = date.date;
    }
    let mut parts = fields::parts(head);
    if parts.is_empty() {
        return;
    }
    let first = parts.remove(0);
    let first = first.strip_prefix("the ").unwrap_or(first);
    let mut roles = Vec::new();
    let names: Vec<&str> = first.split(" and ").collect();
    let several = names.len() == 2 && names.iter().all(|name| fields::is_person(name));
    if !of_state && several {
        citation.persons = names.into_iter().map(str::to_owned).collect();
    } else if !of_state && fields::is_person(first) && !citation.confidential {
        citation.persons.push(first.to_owned());
    } else {
        roles.push(first);
    }
    let spoken = matches!(
        citation.kind,
        CitationKind::Interview | CitationKind::Statement | CitationKind::Correspondence
    );
    if spoken && parts.last().is_some_and(|last| fields::is_place(last)) {
        parts
            .pop()
            .unwrap_or_default()
            .clone_into(&mut citation.place);
    }
    let mut meetings = Vec::new();
    for part in parts {
        let more = part
            .strip_prefix("and ")
            .filter(|name| fields::is_person(name));
        if let Some(name) = more {
            citation.persons.push(name.to_owned());
        } else if citation.kind == CitationKind::Statement
            && (fields::is_meeting(part) || !meetings.is_empty())
        {
            meetings.push(part.strip_prefix("to the ").unwrap_or(part));
        } else {
            roles.push(part);
        }
    }
    let bodies = roles
        .iter()
        .filter(|part| of_state || fields::is_body(part));
    citation.organisations = bodies.map(|part| (*part).to_owned()).collect();
    citation.role = roles.join(", ");
    citation.title = meetings.join(", ");
}

/// An annual report or a report owed under a treaty, named outside quotation marks.
pub(crate) fn report(rest: &str, span: Span) -> Option<Citation> {
    if rest.starts_with(['“', '"']) || rest.len() > 250 {
        return None;
    }
    let (kind, at) = match treaty_report(rest) {
        Some(at) => (CitationKind::TreatyReport, at),
        None => (
            CitationKind::AnnualReport,
            index().needles.annual_report.find(rest.as_bytes())?,
        ),
    };
    let mut citation = empty(kind, span);
    let body = rest.get(..at)?.trim_end_matches([' ', ',']);
    let end = rest
        .get(at..)?
        .find([',', '.'])
        .map_or(rest.len(), |comma| at + comma);
    rest.get(at..end)?.trim().clone_into(&mut citation.title);
    body.clone_into(&mut citation.outlet);
    if !body.is_empty() {
        citation.organisations.push(body.to_owned());
    }
    citation.period = period(rest);
    citation.form = form(rest);
    citation.date = day_or_year(&without_period(rest), at);
    set_accessed(rest, &mut citation);
    Some(citation)
}

/// The words in parentheses that say what a report covers: `(for calendar year 2004)`.
fn period_words(rest: &str) -> Option<(usize, &str)> {
    rest.match_indices('(').find_map(|(at, _)| {
        let inner = rest.get(at + 1..)?;
        let inner = inner.get(..inner.find(')')?)?;
        let covers = layout()
            .words
            .covers
            .iter()
            .any(|word| starts_with(inner, word));
        covers.then_some((at, inner))
    })
}

/// The text without the period it names, unless that is the only year.
fn without_period(rest: &str) -> Cow<'_, str> {
    match period_words(rest) {
        Some((at, inner)) => {
            let bare = rest.replacen(&format!("({inner})"), "", 1);
            let dated = bare
                .split(|c: char| !c.is_ascii_digit())
                .any(|word| dates::year(word).is_some());
            if dated && bare.len() >= at {
                Cow::Owned(bare)
            } else {
                Cow::Borrowed(rest)
            }
        }
        None => Cow::Borrowed(rest),
    }
}

/// What a report covers, in EDTF.
fn period(rest: &str) -> Edtf {
    let Some((_, words)) = period_words(rest) else {
        return Edtf::unstated();
    };
    let days: Vec<_> = dates::find(words).collect();
    let parts: Vec<String> = if days.is_empty() {
        words
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(dates::year)
            .map(|year| year.to_string())
            .collect()
    } else {
        days.iter().map(|day| day.date.to_string()).collect()
    };
    match parts.as_slice() {
        [] => Edtf::unstated(),
        [one] => one.parse().unwrap_or_default(),
        [first, .., last] => format!("{first}/{last}").parse().unwrap_or_default(),
    }
}

/// The letter after `Form`; several are joined.
fn form(rest: &str) -> String {
    let Some((at, word)) = rest.match_indices("Form").find(|(at, _)| {
        rest.get(at + 4..)
            .is_some_and(|after| after.starts_with([' ', 's']))
    }) else {
        return String::new();
    };
    let after = rest.get(at + word.len()..).unwrap_or_default();
    let letters: Vec<&str> = after
        .trim_start_matches('s')
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches(['.', ';', ')']))
        .take_while(|word| *word == "and" || word.len() == 1)
        .filter(|word| word.bytes().all(|b| b.is_ascii_uppercase()))
        .collect();
    letters.join(", ")
}

/// A day if there is one, else the first year from `at` on.
fn day_or_year(rest: &str, at: usize) -> Edtf {
    let plain = before_accessed(rest);
    if let Some(date) = dates::find(plain).next_back() {
        return date.date;
    }
    let years = plain
        .get(at..)
        .unwrap_or_default()
        .split(|c: char| !c.is_ascii_digit())
        .find_map(dates::year);
    years.map_or_else(Edtf::unstated, Edtf::year)
}

/// Where `Article 7 Report` begins.
fn treaty_report(rest: &str) -> Option<usize> {
    let article = &index().needles.article;
    article.find_iter(rest.as_bytes()).find(|&at| {
        let after = rest
            .get(at + 8..)
            .unwrap_or_default()
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let named = [
            " Report",
            " report",
            " transparency report",
            " Transparency Report",
        ]
        .iter()
        .any(|word| after.starts_with(word));
        let verbs = [" has ", " was ", " is ", " did ", " states ", " stated "];
        named && !verbs.iter().any(|verb| rest.contains(verb))
    })
}

/// `Author, “Title,” Outlet (Place), date, address`; an outlet in italics or an address alone will do.
pub(crate) fn titled(rest: &str, span: Span) -> Option<Citation> {
    let mut citation = empty(CitationKind::TitledSource, span);
    let tail = if let Some((before, title, after)) =
        fields::quoted(rest).filter(|(before, _, _)| is_author_line(before))
    {
        if reads_on(title, after) {
            return None;
        }
        title
            .trim_end_matches([',', '.'])
            .clone_into(&mut citation.title);
        citation.persons = fields::authors(before)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let author = before.trim_end_matches([' ', ',']);
        if citation.persons.is_empty() && !author.is_empty() {
            author.clone_into(&mut citation.outlet);
            citation.organisations.push(author.to_owned());
        }
        after
    } else if rest.starts_with('*') || fields::url(rest).is_some() {
        rest
    } else {
        return None;
    };
    outlet(tail, &mut citation);
    set_accessed(tail, &mut citation);
    let plain = before_accessed(tail);
    if let Some(date) = dates::find(plain).next() {
        citation.date = date.date;
    }
    Some(citation)
}

/// Do the words after a quotation belong to its sentence, so that it is no title?
fn reads_on(title: &str, after: &str) -> bool {
    let after = after.trim_start();
    let lower = after.starts_with(char::is_lowercase) && !title.ends_with(',');
    let place = ["accessed", "at ", "available", "in "];
    lower && !place.iter().any(|word| after.starts_with(word))
}

/// `Fen Trust, A Field of Doubt (Tarn: Fen Press, 1991), p. 32`: a book, its title outside quotation marks.
pub(crate) fn book(rest: &str, span: Span) -> Option<Citation> {
    let open = rest.find('(')?;
    let inner = rest.get(open + 1..)?;
    let inner = inner.get(..inner.find(')')?)?;
    let (place, published) = inner.split_once(": ")?;
    let (publisher, date) = published.rsplit_once(", ")?;
    let year = dates::year(date.rsplit(' ').next()?)?;
    let (author, title) = rest.get(..open)?.trim_end().split_once(", ")?;
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    if !(capital(place) && capital(publisher) && capital(author) && capital(title)) {
        return None;
    }
    let mut citation = empty(CitationKind::TitledSource, span);
    title
        .trim_matches(['*', ',', ' '])
        .clone_into(&mut citation.title);
    if fields::is_person(author) {
        citation.persons.push(author.to_owned());
    } else {
        citation.organisations.push(author.to_owned());
    }
    publisher.clone_into(&mut citation.outlet);
    place.clone_into(&mut citation.place);
    citation.date = dates::find(date)
        .next_back()
        .map_or_else(|| Edtf::year(year), |found| found.date);
    set_accessed(rest, &mut citation);
    Some(citation)
}

/// Nothing, or a few names before a comma.
fn is_author_line(before: &str) -> bool {
    let bare = before.trim_end();
    bare.is_empty()
        || (bare.ends_with(',')
            && bare.len() < 120
            && bare
                .split(' ')
                .filter(|w| w.starts_with(char::is_lowercase))
                .count()
                <= 2)
}

fn outlet(tail: &str, citation: &mut Citation) {
    let tail = tail.trim_start_matches([' ', ',', '.']);
    let first = fields::parts(tail).into_iter().next().unwrap_or_default();
    let (name, place) = match first.split_once(" (") {
        Some((name, place)) => (name, place.trim_end_matches(['.', ')'])),
        None => (first, ""),
    };
    let name = name.trim_matches(['*', '.', ' ']);
    let is_name = dates::find(name).next().is_none_or(|date| date.start > 0)
        && fields::url(name).is_none()
        && !["accessed", "at:", "available", "p.", "pp.", "<"]
            .iter()
            .any(|word| name.starts_with(word));
    if is_name && citation.outlet.is_empty() {
        name.clone_into(&mut citation.outlet);
    }
    if fields::is_place(place) {
        place.clone_into(&mut citation.place);
    }
}

/// What stands before the day on which a page was read on the web.
fn before_accessed(rest: &str) -> &str {
    let end = index().needles.accessed.find(rest.as_bytes());
    end.and_then(|end| rest.get(..end)).unwrap_or(rest)
}

fn set_accessed(tail: &str, citation: &mut Citation) {
    let accessed = index().needles.accessed.find(tail.as_bytes());
    let after = accessed.and_then(|at| tail.get(at..));
    if let Some(date) = after.and_then(|after| dates::find(after).next()) {
        citation.accessed = date.date;
    }
}

/// `Fen (Upper Tarn), 13 January 2003`: a source of which only place and date are left.
pub(crate) fn dateline(rest: &str, span: Span) -> Option<Citation> {
    let date = dates::find(rest).next_back()?;
    let before = rest.get(..date.start)?.trim_end();
    let after = rest.get(date.end..)?.trim_matches(['.', ' ', ',']);
    let place = before.strip_suffix(',')?;
    let lower = place
        .split(' ')
        .filter(|word| word.starts_with(char::is_lowercase))
        .count();
    if !after.is_empty() || lower > 2 || place.split(' ').count() > 12 {
        return None;
    }
    let mut citation = empty(CitationKind::Unknown, span);
    citation.date = date.date;
    place.clone_into(&mut citation.place);
    Some(citation)
}
