//! Questions in words: a letter to a ministry, or a researcher's list.
//!
//! Every text is data: tables `[question]` and `[letter]` of `wording.toml`.

use std::fmt::Write as _;

use whitestone_model::{Slice, Vocabulary, vocabulary::Property};
use whitestone_views::questions::{Question, Reason};
use whitestone_views::{Cell, Statement, View};

use crate::item::Context;
use crate::phrase::{capital, lowered};
use crate::text::place;

/// Questions, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// What stands before the questions, a paragraph each.
    pub opening: Vec<String>,
    /// Sections with their questions.
    pub sections: Vec<(String, Vec<Asked>)>,
    /// What stands after them.
    pub closing: Vec<String>,
}

/// One question in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Why it is asked, in a word.
    pub reason: String,
    /// The question.
    pub text: String,
    /// What is on record about it, a line each: source and place.
    pub sources: Vec<String>,
}

/// To whom a letter goes, and from whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The addressee; empty for the vocabulary's own.
    pub to: String,
    /// Who signs it.
    pub from: String,
    /// At most so many questions.
    pub limit: usize,
}

/// Lays out questions: as a letter, or as a researcher's list of all of them.
pub fn questionnaire(
    questions: &[Question<'_>],
    view: &View,
    slice: &Slice,
    vocabulary: &Vocabulary,
    on: whitestone_model::Day,
    letter: Option<&Letter>,
) -> Questionnaire {
    let context = Context::new(view, slice, vocabulary, on);
    // What a register answers is not asked of a ministry.
    let answered = |q: &&Question<'_>| {
        context
            .words
            .word("not_asked", q.property.as_str())
            .is_some()
    };
    let all: Vec<&Question<'_>> = match letter {
        Some(_) => questions.iter().filter(|q| !answered(q)).collect(),
        None => questions.iter().collect(),
    };
    let chosen = pressing(&all, letter.map_or(usize::MAX, |letter| letter.limit));
    let mut sections: Vec<(String, Vec<Asked>)> = Vec::new();
    for question in &chosen {
        let Some(asked) = asked(question, view, &context) else {
            continue;
        };
        let section = vocabulary.section_of(&question.property);
        let title = section.map(|s| s.title.clone()).unwrap_or_default();
        match sections.last_mut().filter(|(last, _)| *last == title) {
            Some((_, own)) => own.push(asked),
            None => sections.push((title, vec![asked])),
        }
    }
    let left = all.len() - chosen.len();
    let (opening, closing) = frame(letter, left, chosen.len(), &context);
    Questionnaire {
        opening,
        sections,
        closing,
    }
}

/// The most pressing, in the order in which they were.
fn pressing<'q, 'a>(questions: &[&'q Question<'a>], limit: usize) -> Vec<&'q Question<'a>> {
    let mut ranked: Vec<usize> = (0..questions.len()).collect();
    ranked.sort_by_key(|at| questions.get(*at).map(|q| q.reason));
    ranked.truncate(limit);
    ranked.sort_unstable();
    let chosen = ranked.into_iter();
    chosen.filter_map(|at| questions.get(at).copied()).collect()
}

fn frame(
    letter: Option<&Letter>,
    left: usize,
    number: usize,
    context: &Context<'_>,
) -> (Vec<String>, Vec<String>) {
    let words = context.words;
    let subject = words.named(&context.writer.subject.name, "");
    let (left_text, number_text) = (left.to_string(), number.to_string());
    let date = words.date(&context.on.to_string());
    let values = |to: &str, from: &str, key: &str| {
        let values = [
            ("subject", subject.as_str()),
            ("to", to),
            ("from", from),
            ("date", &date),
            ("left", &left_text),
            ("n", &number_text),
        ];
        words.say("letter", key, &values)
    };
    let Some(letter) = letter else {
        return (
            vec![values("", "", "list_title"), values("", "", "list_lead")],
            vec![],
        );
    };
    let to = if letter.to.is_empty() {
        values("", "", "addressee")
    } else {
        letter.to.clone()
    };
    let all = |keys: &[&str]| -> Vec<String> {
        let said = keys.iter().map(|key| values(&to, &letter.from, key));
        said.filter(|text| !text.is_empty()).collect()
    };
    let mut closing = all(&["closing"]);
    if left > 0 {
        closing.extend(all(&["left"]));
    }
    closing.extend(all(&["regards"]));
    (all(&["head", "about", "salutation", "opening"]), closing)
}

fn asked(question: &Question<'_>, view: &View, context: &Context<'_>) -> Option<Asked> {
    let words = context.words;
    let property = words.vocabulary.property(&question.property)?;
    let cell = question.cells.first().and_then(|at| view.cells.get(*at));
    let said = said(question, property, context);
    let label = label(question, cell, property, context);
    let due = question.owed.first().and_then(|one| one.due);
    let due = due
        .map(|day| words.date(&day.to_string()))
        .unwrap_or_default();
    let source = question
        .owed
        .first()
        .map_or("", |one| one.what.source.as_str());
    let years = years(question);
    let counts = property.cardinality == whitestone_model::vocabulary::Cardinality::Counter;
    let key = match question.reason {
        Reason::Disputed => "disputed",
        Reason::Overdue if !years.is_empty() => "overdue_years",
        Reason::Overdue => "overdue",
        Reason::Planned => "planned",
        Reason::NotKnown => "not_known",
        Reason::Silent if !source.is_empty() => "silent_owed",
        Reason::Silent => "silent",
        Reason::Stale if counts => "stale_count",
        Reason::Stale => "stale",
    };
    let values = [
        ("label", label.as_str()),
        ("said", &said),
        ("due", &due),
        ("source", source),
        ("years", &years),
    ];
    let mut sources: Vec<String> = Vec::new();
    for statement in question.groups.iter().flat_map(|group| &group.statements) {
        let line = source_line(statement, context);
        if !sources.contains(&line) {
            sources.push(line);
        }
    }
    Some(Asked {
        reason: words.word("question_reason", key).unwrap_or(key).to_owned(),
        text: capital(&words.say("question", key, &values)),
        sources,
    })
}

/// What is on record, in sentences; each side of a dispute with its claimant.
fn said(question: &Question<'_>, property: &Property, context: &Context<'_>) -> String {
    let disputed = question.reason == Reason::Disputed;
    let leads = question.groups.iter().filter_map(|group| group.lead());
    let sentences: Vec<String> = leads
        .map(|lead| match disputed {
            true => context
                .writer
                .attributed(lead, property, context.source(lead)),
            false => context.writer.sentence(lead, property),
        })
        .collect();
    sentences.join(" ")
}

fn label(
    question: &Question<'_>,
    cell: Option<&Cell>,
    property: &Property,
    context: &Context<'_>,
) -> String {
    if let Some(owed) = question.owed.first() {
        return owed.what.label.clone();
    }
    let key = cell
        .map(|cell| context.key(cell, property))
        .unwrap_or_default();
    let label = lowered(&property.label);
    if key.is_empty() {
        label
    } else {
        format!("{label} ({key})")
    }
}

/// The years of what is owed every year, runs joined: `2005–2009, 2011`.
fn years(question: &Question<'_>) -> String {
    let mut runs: Vec<(i16, i16)> = Vec::new();
    for year in question.owed.iter().filter_map(|one| one.period) {
        match runs.last_mut() {
            Some((_, last)) if last.saturating_add(1) == year => *last = year,
            _ => runs.push((year, year)),
        }
    }
    let told = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}\u{2013}{last}"),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn source_line(statement: &Statement, context: &Context<'_>) -> String {
    let source = context.source(statement);
    let named = source.map_or_else(
        || format!("entry by {}", statement.recorder),
        |source| crate::notes::work(context.words, source),
    );
    let id = &statement.id;
    let place = statement
        .assertion
        .passages()
        .next()
        .map(place)
        .unwrap_or_default();
    format!("{named}; {id}{place}")
}

/// As plain text, which is Markdown too.
pub fn questions_text(questionnaire: &Questionnaire, with_sources: bool) -> String {
    let mut out = String::new();
    for paragraph in &questionnaire.opening {
        let _ = writeln!(out, "{paragraph}\n");
    }
    let mut number = 0;
    for (title, questions) in &questionnaire.sections {
        let _ = writeln!(out, "## {title}\n");
        for asked in questions {
            number += 1;
            let _ = writeln!(out, "{number}. {}", asked.text);
            if with_sources {
                let _ = writeln!(out, "   - {}", asked.reason);
                for source in &asked.sources {
                    let _ = writeln!(out, "   - {source}");
                }
            }
        }
        out.push('\n');
    }
    for paragraph in &questionnaire.closing {
        let _ = writeln!(out, "{paragraph}\n");
    }
    format!("{}\n", out.trim_end())
}
