//! The sentences of statements: the property's stock wording, with a hedge in front that says who says it.

use whitestone_model::{
    Absence, Content, Modality, Polarity, Source, Subject, Value, vocabulary::Property,
};
use whitestone_views::Statement;

use crate::phrase::{Words, capital, lowered};
use crate::template::{Start, fill};

/// What a sentence is written with.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// The words.
    pub words: Words<'a>,
    /// The subject of the profile.
    pub subject: &'a Subject,
}

impl<'a> Writer<'a> {
    /// The sentence of a statement, with its hedge.
    pub fn sentence(self, statement: &Statement, property: &Property) -> String {
        self.hedged(statement, property, None)
    }

    /// The same with its claimant named in every case: the compiler of the source where nobody else speaks.
    pub fn attributed(
        self,
        statement: &Statement,
        property: &Property,
        source: Option<&Source>,
    ) -> String {
        self.hedged(statement, property, Some(&self.claimant(statement, source)))
    }

    /// Who says it.
    pub fn claimant(self, statement: &Statement, source: Option<&Source>) -> String {
        let named = self.words.claimants(&statement.assertion.claimants);
        named.unwrap_or_else(|| match source {
            Some(source) => {
                let source = self.report(source);
                self.words
                    .say("claimant", "compiler", &[("source", &source)])
            }
            None => statement.recorder.to_string(),
        })
    }

    /// A document as its compiler's work. Where the title is only the name of a state, its date or file tells which.
    fn report(self, source: &Source) -> String {
        let title = title(source);
        if !is_only_a_state(source) {
            return title;
        }
        let state = self.words.named(&title, "");
        let published = source.meta.published.as_str();
        let (key, which) = if published.is_empty() {
            ("undated_report", source.name.clone())
        } else {
            ("report", self.words.date(published))
        };
        let values = [("subject", state.as_str()), ("which", &which)];
        self.words.say("claimant", key, &values)
    }

    /// The sentence for a property on which nobody says anything.
    pub fn silence(self, property: &Property) -> String {
        let lookup = |name: &str, before: &str| self.subject_as(name, before);
        capital(&fill(&property.wording.silent, &lookup).0)
    }

    fn hedged(self, statement: &Statement, property: &Property, claimant: Option<&str>) -> String {
        let (body, start) = self.body(statement, property);
        let hedge = match self.own_account(statement, property, claimant, &body) {
            Some(own) => own.to_owned(),
            None => self.hedge(statement, property, claimant),
        };
        let denied = match statement.assertion.polarity {
            Polarity::Affirm => "",
            Polarity::Deny => self
                .words
                .word("sentence", "deny")
                .unwrap_or("it is not so that "),
        };
        let inner = !(hedge.is_empty() && denied.is_empty());
        let body = if inner && start == Start::Template {
            lowered(&body)
        } else {
            body
        };
        finished(&capital(&format!("{hedge}{denied}{body}")))
    }

    fn body(self, statement: &Statement, property: &Property) -> (String, Start) {
        let assertion = &statement.assertion;
        let wording = &property.wording;
        let template = match &assertion.content {
            Content::Known(_) => &wording.value,
            Content::Absent {
                why: Absence::None, ..
            } => &wording.none,
            Content::Absent { .. } => &wording.unknown,
        };
        if template.is_empty() {
            return (self.bare(statement, property), Start::Template);
        }
        let template = self.with_preposition(
            template,
            assertion.qualifiers.get("place").map(String::as_str),
        );
        let lookup = |name: &str, before: &str| match name {
            "value" => assertion
                .content
                .value()
                .map(|value| self.words.value(value, property)),
            "when" => self.words.when(assertion, property),
            _ => self.subject_as(name, before).or_else(|| {
                let (name, plural) = name
                    .strip_suffix('+')
                    .map_or((name, false), |name| (name, true));
                let value = assertion
                    .qualifiers
                    .get(name)
                    .filter(|value| !value.is_empty())?;
                Some(self.words.qualifier(name, value, property, before, plural))
            }),
        };
        fill(&template, &lookup)
    }

    /// A property without stock wording for such a content still says what is on record.
    fn bare(self, statement: &Statement, property: &Property) -> String {
        let value = self.words.cell(&statement.assertion.content, property);
        let when = self.words.when(&statement.assertion, property);
        let when = when.map(|when| format!(" {when}")).unwrap_or_default();
        let keys: Vec<&str> = statement
            .assertion
            .qualifiers
            .values()
            .map(String::as_str)
            .collect();
        let of = if keys.is_empty() {
            String::new()
        } else {
            format!(" ({})", keys.join(", "))
        };
        format!("{}{of}: {value}{when}.", property.label)
    }

    fn with_preposition(self, template: &str, place: Option<&str>) -> String {
        match place.and_then(|place| self.words.preposition(place)) {
            Some(word) => template
                .replace("in {place}", &format!("{word} {{place}}"))
                .replace("in [{place}|", &format!("{word} [{{place}}|")),
            None => template.to_owned(),
        }
    }

    fn subject_as(self, name: &str, before: &str) -> Option<String> {
        let named = self.words.named(&self.subject.name, before);
        match name {
            "subject" | "subject+" => Some(named),
            "subject's" if named.ends_with('s') => Some(format!("{named}\u{2019}")),
            "subject's" => Some(format!("{named}\u{2019}s")),
            _ => None,
        }
    }

    /// Where the subject of the sentence speaks of itself: "By its own account, Peru ...", never "According to Peru,
    /// Peru ..."; nothing at all where the sentence tells of its own admission.
    fn own_account(
        self,
        statement: &Statement,
        property: &Property,
        claimant: Option<&str>,
        body: &str,
    ) -> Option<&'a str> {
        let [speaker] = &*statement.assertion.claimants else {
            return None;
        };
        let begins = body.starts_with(&self.words.named(&self.subject.name, ""));
        if claimant.is_some() || *speaker != self.subject.name || !begins {
            return None;
        }
        if statement.assertion.qualifiers.contains_key("admission") {
            return Some("");
        }
        let modality = self.modality(statement, property, true);
        self.words.word("hedge", &format!("{modality}_self"))
    }

    fn hedge(self, statement: &Statement, property: &Property, claimant: Option<&str>) -> String {
        let assertion = &statement.assertion;
        let named = claimant
            .map(str::to_owned)
            .or_else(|| self.words.claimants(&assertion.claimants));
        let modality = self.modality(statement, property, named.is_some());
        match named {
            Some(claimant) => self.by(modality, &claimant),
            None => {
                let anonymous = self.words.word("hedge", &format!("{modality}_anonymous"));
                anonymous.unwrap_or_default().to_owned()
            }
        }
    }

    /// Which hedge it takes, as the table names it.
    fn modality(self, statement: &Statement, property: &Property, named: bool) -> &'static str {
        match statement.assertion.modality {
            own if self.says_itself(statement, property, own) && !named => "asserted",
            own if self.says_itself(statement, property, own) => "reported",
            // Somebody is named: what he asserts is reported of him.
            Modality::Asserted if named => "reported",
            own => key(own),
        }
    }

    /// The hedge with its claimant; one with a comma in it is closed by one.
    fn by(self, modality: &str, claimant: &str) -> String {
        let verb_follows = self
            .words
            .word("hedge", modality)
            .is_some_and(|template| template.contains("{claimant} "));
        let close = if verb_follows && claimant.contains(',') {
            ","
        } else {
            ""
        };
        self.words.say(
            "hedge",
            modality,
            &[("claimant", &format!("{claimant}{close}"))],
        )
    }

    /// Does its own sentence say already that it is planned, suspected, not known?
    fn says_itself(self, statement: &Statement, property: &Property, modality: Modality) -> bool {
        let of_code = match &statement.assertion.content {
            Content::Known(Value::Code(code)) => self.words.word("said_by_code", code),
            _ => None,
        };
        let of_property = self.words.word("said_by_property", property.id.as_str());
        [of_code, of_property].contains(&Some(key(modality)))
    }
}

/// A modality as the tables of wording name it.
const fn key(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "asserted",
        Modality::Reported => "reported",
        Modality::Estimated => "estimated",
        Modality::Suspected => "suspected",
        Modality::Alleged => "alleged",
        Modality::Denied => "denied",
        Modality::Planned => "planned",
        Modality::Unknown => "unknown",
    }
}

/// The title of a document, else the name of its file. Pages print their state in capitals; here it is spelled as the
/// list of states has it.
pub fn title(source: &Source) -> String {
    let title = &source.meta.title;
    if title.is_empty() {
        return source.name.clone();
    }
    let state = source
        .meta
        .subject
        .as_ref()
        .map_or("", |subject| &subject.name);
    match title.split_at_checked(state.len()) {
        Some((head, rest))
            if head.to_lowercase() == state.to_lowercase()
                && !rest.starts_with(char::is_alphanumeric) =>
        {
            format!("{state}{rest}")
        }
        _ => title.clone(),
    }
}

/// Is the name of its state all that a document has for a title?
pub fn is_only_a_state(source: &Source) -> bool {
    let subject = source.meta.subject.as_ref();
    subject.is_some_and(|subject| subject.name == title(source))
}

/// One full stop at the end, and no blank doubled by a part that fell away.
fn finished(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let ended = text.ends_with(['.', '!', '?', '\u{2026}']) || text.ends_with(".\u{201d}");
    if ended { text } else { format!("{text}.") }
}
