//! A footnote to the sources it names.
//!
//! A note is a list of items, parted by `;` or by full stops outside quotation marks. Each item is a source
//! (`Interview with ...`, `“Title,” Outlet, date, address`), a pointer (`See ... 2004, p. 12`, `Ibid.`) or a comment.

use std::borrow::Cow;

use whitestone_model::document::{Citation, CitationKind, Edge};
use whitestone_model::{Edtf, Span};

use crate::layout::layout;
use crate::lines::trim;
use crate::sentences::{Split, ends};
use crate::{dates, fields};

/// The kind of citation that a key of `[heads]` in the layout data names.
pub(crate) fn kind_named(name: &str) -> Option<CitationKind> {
    Some(match name {
        "interview" => CitationKind::Interview,
        "statement" => CitationKind::Statement,
        "letter" => CitationKind::Letter,
        "fax" => CitationKind::Fax,
        "email" => CitationKind::Email,
        "correspondence" => CitationKind::Correspondence,
        _ => return None,
    })
}

/// The citations of the note whose text has this span.
pub(crate) fn parse(text: &str, note: Span) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    let mut comment: Option<Span> = None;
    for item in items(text, note) {
        match citation(&one_line(item.of(text)), item) {
            Some(found) => {
                if let Some(begun) = comment.take().filter(|_| citations.is_empty()) {
                    citations.push(empty(CitationKind::Explanatory, begun));
                }
                match citations.last_mut() {
                    Some(last) if completes(last, &found) => complete(last, found),
                    _ => citations.push(found),
                }
            }
            None if citations.is_empty() => {
                comment = Some(comment.map_or(item, |begun| Span::new(begun.start, item.end)));
            }
            None => {}
        }
    }
    if let Some(begun) = comment {
        citations.push(empty(CitationKind::Explanatory, begun));
    }
    citations
}

/// The text of an item that is broken over several lines, as one.
fn one_line(raw: &str) -> Cow<'_, str> {
    if raw.contains('\n') {
        Cow::Owned(raw.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(raw)
    }
}

/// `Letter No. 4, 2 May 2000.` after a letter without a date is the same letter.
fn completes(last: &Citation, next: &Citation) -> bool {
    let nameless = next.persons.is_empty() && next.role.is_empty();
    last.kind == CitationKind::Letter
        && next.kind == CitationKind::Letter
        && !last.date.is_stated()
        && nameless
}

fn complete(last: &mut Citation, next: Citation) {
    last.span = Span::new(last.span.start, next.span.end);
    last.date = next.date;
    last.number = next.number;
}

/// The items of a note.
fn items(text: &str, note: Span) -> Vec<Span> {
    let mut items = Vec::new();
    let mut start = note.start;
    for end in ends(text, note, &[], Split::Note) {
        let mut begun = start;
        for cut in semicolons(Span::new(start, end).of(text)) {
            items.push(trim(text, Span::new(begun, start + cut)));
            begun = start + cut + 1;
        }
        items.push(trim(text, Span::new(begun, end)));
        start = end;
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Semicolons outside quotation marks, parentheses and addresses.
fn semicolons(raw: &str) -> Vec<usize> {
    let (mut depth, mut curly, mut straight, mut cuts) = (0_i32, false, false, Vec::new());
    let balanced = raw.bytes().filter(|&b| b == b'"').count() % 2 == 0;
    for (at, character) in raw.char_indices() {
        match character {
            '(' | '<' => depth += 1,
            ')' | '>' => depth = (depth - 1).max(0),
            '“' => curly = true,
            '”' => curly = false,
            '"' if balanced => straight = !straight,
            ';' if depth == 0 && !curly && !straight => cuts.push(at),
            _ => {}
        }
    }
    cuts
}

fn empty(kind: CitationKind, span: Span) -> Citation {
    Citation {
        kind,
        span,
        persons: Vec::new(),
        role: String::new(),
        title: String::new(),
        outlet: String::new(),
        place: String::new(),
        date: Edtf::unstated(),
        accessed: Edtf::unstated(),
        pages: String::new(),
        url: String::new(),
        number: String::new(),
        confidential: false,
        edge: None,
    }
}

/// The citation that an item is; `None` for a comment.
fn citation(raw: &str, span: Span) -> Option<Citation> {
    let (rest, signalled) = without_signal(raw);
    let mut citation = pointer(rest, signalled, span)
        .or_else(|| headed(rest, span))
        .or_else(|| report(rest, span))
        .or_else(|| titled(rest, span))
        .or_else(|| dateline(rest, span))?;
    if citation.pages.is_empty() {
        fields::pages(rest).clone_into(&mut citation.pages);
    }
    if let Some((_, url)) = fields::url(rest) {
        url.clone_into(&mut citation.url);
    }
    Some(citation)
}

/// Strips `See`, `see, for example,`, `and`.
fn without_signal(raw: &str) -> (&str, bool) {
    const SIGNALS: [&str; 11] = [
        "see, for example, ",
        "see for example, ",
        "see for example ",
        "see, e.g., ",
        "see e.g., ",
        "see also ",
        "see ",
        "e.g., ",
        "cf. ",
        "and ",
        "also ",
    ];
    let (mut rest, mut signalled) = (raw, false);
    while let Some(signal) = SIGNALS.iter().find(|s| starts_with(rest, s)) {
        rest = rest.get(signal.len()..).unwrap_or_default();
        signalled |= signal.starts_with("see") || signal.starts_with("cf");
    }
    (rest, signalled)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// A pointer to another note, edition or report.
fn pointer(rest: &str, signalled: bool, span: Span) -> Option<Citation> {
    if starts_with(rest, "ibid") {
        return Some(empty(CitationKind::Ibid, span));
    }
    let mut citation = empty(CitationKind::CrossReference, span);
    citation.edge = Some(if let Some(label) = note_number(rest) {
        Edge::Note(label.to_owned())
    } else if let Some(country) = sister_report(rest) {
        Edge::Report {
            country: country.to_owned(),
        }
    } else {
        let title = work(rest, signalled)?;
        Edge::Work {
            title: title.to_owned(),
            pages: fields::pages(rest).to_owned(),
        }
    });
    Some(citation)
}

/// `footnote 3 above`.
fn note_number(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let word = ["footnote ", "endnote ", "note "]
        .iter()
        .find(|word| starts_with(rest, word))?;
    let after = rest.get(word.len()..)?.trim_start_matches("No. ");
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after.get(..digits).filter(|label| !label.is_empty())
}

/// `report on X in this edition`.
fn sister_report(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let after = [
        "report on ",
        "country report on ",
        "entry on ",
        "section on ",
        "chapter on ",
    ]
    .iter()
    .find_map(|start| rest.strip_prefix(start))?;
    let end = after
        .find(" in this ")
        .or_else(|| after.find(" of this "))?;
    after.get(..end)
}

/// The title and year of another edition: `Landmine Monitor Report 2004`.
fn work(rest: &str, signalled: bool) -> Option<&str> {
    let found = layout().works.iter().filter_map(|work| {
        let at = if signalled {
            rest.find(work.as_str())?
        } else {
            rest.starts_with(work.as_str()).then_some(0)?
        };
        let tail = rest.get(at + work.len()..)?.strip_prefix(' ')?;
        dates::year(tail.get(..4)?)?;
        rest.get(at..at + work.len() + 5)
    });
    found.max_by_key(|title| title.len())
}

/// `Interview with`, `Letter from` and their kin.
fn headed(rest: &str, span: Span) -> Option<Citation> {
    let (kind, head) = layout()
        .heads
        .iter()
        .flat_map(|(kind, heads)| heads.iter().map(move |head| (kind, head)))
        .filter(|(_, head)| {
            starts_with(rest, head)
                && !rest
                    .get(head.len()..)
                    .is_some_and(|after| after.starts_with(char::is_alphanumeric))
        })
        .max_by_key(|(_, head)| head.len())?;
    let mut citation = empty(kind_named(kind)?, span);
    let mut after = rest.get(head.len()..)?.trim_start_matches(['.', ' ']);
    if citation.kind == CitationKind::Letter {
        let token = after.split([' ', ',']).next().unwrap_or_default();
        if token.bytes().any(|b| b.is_ascii_digit()) && !after.starts_with("from") {
            token.trim_end_matches('.').clone_into(&mut citation.number);
            after = after.get(token.len()..)?.trim_start_matches([' ', ',']);
            after = after.strip_prefix("from ").unwrap_or(after);
        }
    }
    speaker(after, head.ends_with(" of"), &mut citation);
    Some(citation)
}

/// Person, role, meeting, place and date.
fn speaker(raw: &str, of_state: bool, citation: &mut Citation) {
    let raw = raw.trim_end_matches('.');
    let date = dates::find(raw).pop();
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
    citation.confidential = fields::is_confidential(head);
    let first = parts.remove(0);
    let first = first.strip_prefix("the ").unwrap_or(first);
    let mut roles = Vec::new();
    if !of_state && fields::is_person(first) && !citation.confidential {
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
    citation.role = roles.join(", ");
    citation.title = meetings.join(", ");
}

/// An annual report or a report owed under a treaty, named outside quotation marks.
fn report(rest: &str, span: Span) -> Option<Citation> {
    if rest.starts_with(['“', '"']) || rest.len() > 250 {
        return None;
    }
    let (kind, at) = match treaty_report(rest) {
        Some(at) => (CitationKind::TreatyReport, at),
        None => (CitationKind::AnnualReport, rest.find("Annual Report")?),
    };
    let mut citation = empty(kind, span);
    let body = rest.get(..at)?.trim_end_matches([' ', ',']);
    let end = rest
        .get(at..)?
        .find([',', '.'])
        .map_or(rest.len(), |comma| at + comma);
    rest.get(at..end)?.trim().clone_into(&mut citation.title);
    body.clone_into(&mut citation.outlet);
    citation.date = day_or_year(rest, at);
    set_accessed(rest, &mut citation);
    Some(citation)
}

/// A day if there is one, else the first year from `at` on.
fn day_or_year(rest: &str, at: usize) -> Edtf {
    let plain = rest
        .find("accessed")
        .map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    if let Some(date) = dates::find(plain).pop() {
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
    rest.match_indices("Article ")
        .map(|(at, _)| at)
        .find(|&at| {
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
            let verbs = [" has ", " was ", " is ", " did ", " states ", " stated "]
                .iter()
                .any(|verb| rest.contains(verb));
            named && !verbs
        })
}

/// `Author, “Title,” Outlet (Place), date, address`; an outlet in italics or an address alone will do.
fn titled(rest: &str, span: Span) -> Option<Citation> {
    let mut citation = empty(CitationKind::TitledSource, span);
    let tail = if let Some((before, title, after)) =
        fields::quoted(rest).filter(|(before, _, _)| is_author_line(before))
    {
        let goes_on = after
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_lowercase)
            && !title.ends_with(',');
        if goes_on
            && !["accessed", "at ", "available", "in "]
                .iter()
                .any(|word| after.trim_start().starts_with(word))
        {
            return None;
        }
        title
            .trim_end_matches([',', '.'])
            .clone_into(&mut citation.title);
        citation.persons = fields::authors(before)
            .into_iter()
            .map(str::to_owned)
            .collect();
        if citation.persons.is_empty() {
            before
                .trim_end_matches([' ', ','])
                .clone_into(&mut citation.outlet);
        }
        after
    } else if rest.starts_with('*') || fields::url(rest).is_some() {
        rest
    } else {
        return None;
    };
    outlet(tail, &mut citation);
    set_accessed(tail, &mut citation);
    let plain = tail
        .find("accessed")
        .map_or(tail, |end| tail.get(..end).unwrap_or(tail));
    if let Some(date) = dates::find(plain).into_iter().next() {
        citation.date = date.date;
    }
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
    let is_name = !dates::find(name).iter().any(|date| date.start == 0)
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

fn set_accessed(tail: &str, citation: &mut Citation) {
    let after = tail.find("accessed").and_then(|at| tail.get(at..));
    if let Some(date) = after.and_then(|after| dates::find(after).into_iter().next()) {
        citation.accessed = date.date;
    }
}

/// `Fen (Upper Tarn), 13 January 2003`: a source of which only place and date are left.
fn dateline(rest: &str, span: Span) -> Option<Citation> {
    let date = dates::find(rest).pop()?;
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
