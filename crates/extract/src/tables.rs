//! The tables of the recognisers, read from the rule files: number words, hedges, vague phrases, months, heads of names.
//!
//! They are data so that a reader can disagree with a table instead of with code: that "several thousand" is 2,000 to
//! 9,999 stands in `rules/values.toml`, nowhere else.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use whitestone_model::document::{BlockKind, Document};
use whitestone_model::{Absence, Basis, Decimal};

use crate::file::{BorderWords, NameTables, ValueTables};
use crate::lexicon::{Lexicon, WordId, WordSet, begins, folded, is_folded};
use crate::tense::Tenses;
use crate::token::words_of;
use crate::trie::Trie;

/// What a hedge makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hedge {
    Basis(Basis),
    Between,
}

/// The bounds of a vague phrase.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub absent: Option<Absence>,
}

/// [`BorderWords`] by word ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Borders {
    pub nouns: WordSet,
    pub around: WordSet,
    pub own: WordSet,
    pub all: WordSet,
    pub name: String,
    pub name_of_all: String,
    written: Vec<String>,
}

/// The tables, compiled to word ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub numbers: FxHashMap<WordId, u32>,
    pub scales: FxHashMap<WordId, u64>,
    pub money_scales: FxHashMap<WordId, u64>,
    pub fractions: Trie,
    pub fractions_after: Trie,
    parts_of_one: Vec<Decimal>,
    pub hedges: Trie,
    pub hedges_after: Trie,
    hedge_kinds: Vec<Hedge>,
    pub vague: Trie,
    bounds: Vec<Bounds>,
    pub months: FxHashMap<WordId, u8>,
    pub date_parts: WordSet,
    pub since: Trie,
    pub until: Trie,
    pub since_then: Trie,
    pub before_years: WordSet,
    pub relative: Trie,
    pub relative_years: Vec<Option<i16>>,
    pub parts_of_year: Trie,
    months_of: Vec<[u8; 2]>,
    pub before_identifiers: WordSet,
    pub tenses: Tenses,
    pub unknown_cells: Trie,
    pub none_cells: Trie,
    pub organisations: WordSet,
    pub places: WordSet,
    place_nouns: Vec<String>,
    government_phrases: Vec<String>,
    pub borders: Borders,
    pub titles: WordSet,
    pub roles: WordSet,
    one_person: Vec<String>,
    office_joints: Vec<String>,
    pub points_back: WordSet,
    pub never: WordSet,
    pub joiners: WordSet,
    pub attributes: WordSet,
    pub owners: WordSet,
    pub works: WordSet,
    pub openings: WordSet,
    pub topics: Trie,
    pub topic_pronouns: WordSet,
    pub speaker_pronouns: WordSet,
    pub governments: Trie,
    pub resolutions: Trie,
    parts: Vec<(String, String)>,
    row_parts: Vec<String>,
    pub signs: Signs,
}

/// The signs and small words that recognisers look for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Signs {
    pub hyphen: WordId,
    pub slash: WordId,
    pub comma: WordId,
    pub period: WordId,
    pub percent: WordId,
    pub semicolon: WordId,
    pub colon: WordId,
    pub quote: WordId,
    pub apostrophe: WordId,
    pub bracket: WordId,
    pub closing_bracket: WordId,
    pub and: WordId,
    pub or: WordId,
    pub to: WordId,
    pub a: WordId,
    pub an: WordId,
    pub the: WordId,
    pub that: WordId,
    pub of: WordId,
    pub s: WordId,
    pub per: WordId,
    pub cent: WordId,
    pub through: WordId,
    pub between: WordId,
    pub from: WordId,
    pub with: WordId,
    pub nor: WordId,
    pub as_: WordId,
    /// Words that a list may repeat before each member: "in X and in Y".
    pub prepositions: [WordId; 4],
}

impl Tables {
    pub fn compile(
        values: &ValueTables,
        names: &NameTables,
        lexicon: &mut Lexicon,
    ) -> Result<Self, String> {
        let mut tables = Self {
            signs: Signs::new(lexicon),
            ..Self::default()
        };
        tables.add_numbers(values, lexicon)?;
        tables.add_dates(values, lexicon);
        tables.add_names(names, lexicon);
        tables.mark(lexicon);
        Ok(tables)
    }

    /// Tells the lexicon what the words of the tables begin.
    fn mark(&self, lexicon: &mut Lexicon) {
        for phrases in [
            &self.relative,
            &self.since,
            &self.until,
            &self.parts_of_year,
        ] {
            lexicon.mark(phrases.first_words(), begins::DATE);
        }
        lexicon.mark([self.signs.from, self.signs.between], begins::DATE);
        lexicon.mark(self.months.keys().copied(), begins::DATE);
        lexicon.mark(self.date_parts.words(), begins::DATE);
        lexicon.mark(self.months.keys().copied(), begins::NO_NAME);
        lexicon.mark(self.never.words(), begins::NO_NAME);
        lexicon.mark(self.hedges.first_words(), begins::NUMBER);
        lexicon.mark(self.vague.first_words(), begins::NUMBER);
        lexicon.mark(self.fractions.first_words(), begins::NUMBER);
        lexicon.mark(self.numbers.keys().copied(), begins::NUMBER);
        lexicon.mark([self.signs.a, self.signs.an], begins::NUMBER);
        lexicon.mark(self.places.words(), begins::PLACE);
        for nouns in [&self.roles, &self.speaker_pronouns, &self.topic_pronouns] {
            lexicon.mark(nouns.words(), begins::ROLE);
        }
        lexicon.mark(self.topics.first_words(), begins::TOPIC);
        lexicon.mark(self.topic_pronouns.words(), begins::TOPIC);
        lexicon.mark(self.governments.first_words(), begins::GOVERNMENT);
    }

    fn add_numbers(&mut self, values: &ValueTables, lexicon: &mut Lexicon) -> Result<(), String> {
        for (word, number) in &values.numbers {
            self.numbers.insert(lexicon.intern(&folded(word)), *number);
        }
        for (word, scale) in &values.scales {
            self.scales.insert(lexicon.intern(&folded(word)), *scale);
        }
        for (word, scale) in &values.money_scales {
            (self.money_scales).insert(lexicon.intern(&folded(word)), *scale);
        }
        for (table, trie) in [
            (&values.fractions, &mut self.fractions),
            (&values.fractions_after, &mut self.fractions_after),
        ] {
            for (phrase, part) in table {
                let payload = u32::try_from(self.parts_of_one.len()).unwrap_or(0);
                self.parts_of_one.push(*part);
                trie.insert(&words_of(phrase, lexicon), payload);
            }
        }
        for (table, after) in [(&values.hedges, false), (&values.hedges_after, true)] {
            for (kind, phrases) in table {
                let payload = u32::try_from(self.hedge_kinds.len()).unwrap_or(0);
                self.hedge_kinds.push(hedge(kind)?);
                for phrase in phrases {
                    let words = words_of(phrase, lexicon);
                    let trie = if after {
                        &mut self.hedges_after
                    } else {
                        &mut self.hedges
                    };
                    trie.insert(&words, payload);
                }
            }
        }
        for vague in &values.vague {
            let payload = u32::try_from(self.bounds.len()).unwrap_or(0);
            self.bounds.push(Bounds {
                low: vague.low.map(Decimal::from),
                high: vague.high.map(Decimal::from),
                absent: vague.unknown.then_some(Absence::Unknown),
            });
            for phrase in &vague.words {
                self.vague.insert(&words_of(phrase, lexicon), payload);
            }
        }
        Ok(())
    }

    fn add_dates(&mut self, values: &ValueTables, lexicon: &mut Lexicon) {
        for (word, month) in &values.months {
            self.months.insert(lexicon.intern(&folded(word)), *month);
        }
        self.date_parts = word_set(&values.date_parts, lexicon);
        self.since = phrases(&values.since, lexicon);
        self.until = phrases(&values.until, lexicon);
        self.since_then = phrases(&values.since_then, lexicon);
        self.before_years = word_set(&values.before_years, lexicon);
        for (phrase, years) in &values.relative_years {
            let payload = u32::try_from(self.relative_years.len()).unwrap_or(0);
            self.relative_years.push(Some(*years));
            self.relative.insert(&words_of(phrase, lexicon), payload);
        }
        for phrase in &values.same_date {
            let payload = u32::try_from(self.relative_years.len()).unwrap_or(0);
            self.relative_years.push(None);
            self.relative.insert(&words_of(phrase, lexicon), payload);
        }
        for (phrase, months) in &values.parts_of_year {
            let payload = u32::try_from(self.months_of.len()).unwrap_or(0);
            self.months_of.push(*months);
            self.parts_of_year
                .insert(&words_of(phrase, lexicon), payload);
        }
        self.before_identifiers = word_set(&values.before_identifiers, lexicon);
        self.tenses = Tenses::compile(&values.tenses, lexicon);
        self.unknown_cells = phrases(&values.unknown_cells, lexicon);
        self.none_cells = phrases(&values.none_cells, lexicon);
    }

    fn add_names(&mut self, names: &NameTables, lexicon: &mut Lexicon) {
        self.organisations = word_set(&names.organisations, lexicon);
        self.places = word_set(&names.places, lexicon);
        self.place_nouns = names.places.iter().map(|word| folded(word)).collect();
        self.borders = Borders::compile(&names.borders, lexicon);
        self.titles = word_set(&names.titles, lexicon);
        self.roles = word_set(&names.roles, lexicon);
        self.office_joints = names
            .office_joints
            .iter()
            .map(|word| folded(word))
            .collect();
        self.one_person = names.one_person.iter().map(|word| folded(word)).collect();
        self.points_back = word_set(&names.points_back, lexicon);
        self.never = word_set(&names.never, lexicon);
        self.joiners = word_set(&names.joiners, lexicon);
        self.attributes = word_set(&names.attributes, lexicon);
        self.owners = word_set(&names.owners, lexicon);
        self.works = word_set(&names.works, lexicon);
        self.openings = word_set(&names.openings, lexicon);
        self.topics = phrases(&names.topics, lexicon);
        self.topic_pronouns = word_set(&names.topic_pronouns, lexicon);
        self.speaker_pronouns = word_set(&names.speaker_pronouns, lexicon);
        self.government_phrases = names
            .governments
            .iter()
            .map(|phrase| folded(phrase))
            .collect();
        self.governments = phrases(&names.governments, lexicon);
        self.resolutions = phrases(&names.resolutions, lexicon);
        self.parts = (names.parts.iter())
            .flat_map(|(part, starts)| starts.iter().map(|start| (folded(start), part.clone())))
            .collect();
        self.row_parts.clone_from(&names.row_parts);
    }

    /// The part of the document that a block belongs to, where it has a name: told by its heading, else by its own
    /// first words.
    pub fn part(&self, document: &Document, number: usize) -> Option<&str> {
        let block = document.blocks.get(number)?;
        if block.kind == BlockKind::Row {
            let at = usize::from(block.header.is_some());
            return self.row_parts.get(at).map(String::as_str);
        }
        let texts = [document.section_title(number), document.slice(block.span)];
        let found = (self.parts.iter())
            .find(|(phrase, _)| texts.iter().any(|text| begins_with(text, phrase)));
        found.map(|(_, part)| part.as_str())
    }

    /// The parts of a document that repeat what the rest says in full.
    pub fn summary(&self) -> BTreeSet<&str> {
        self.parts.iter().map(|(_, part)| part.as_str()).collect()
    }

    /// "Government", of no country in particular.
    pub fn is_government(&self, name: &str) -> bool {
        let mut names = (self.government_phrases.iter()).filter_map(|p| p.strip_suffix(" of"));
        names.any(|government| is_folded(name, government))
    }

    /// Is it a noun of places: "enclave"?
    pub fn is_place_noun(&self, word: &str) -> bool {
        let word = folded(word);
        self.place_nouns.contains(&word)
    }

    /// "Foreign Ministry official", "head of the engineer branch": one person, without a name.
    pub fn is_one_person(&self, name: &str) -> bool {
        let is_joint = |word: &&[u8]| {
            let mut joints = self.office_joints.iter();
            joints.any(|joint| word.eq_ignore_ascii_case(joint.as_bytes()))
        };
        let name = if name.is_ascii() {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(folded(name))
        };
        let head = name.as_bytes().split(|b| *b == b',').next();
        let mut words = head.unwrap_or_default().split(|b| *b == b' ');
        let first = words.next();
        let last = words.take_while(|word| !is_joint(word)).last().or(first);
        let noun = last.and_then(|last| last.rsplit(|b| *b == b'-').next());
        noun.is_some_and(|noun| {
            let mut nouns = self.one_person.iter();
            nouns.any(|known| noun.eq_ignore_ascii_case(known.as_bytes()))
        })
    }

    pub fn hedge(&self, payload: u32) -> Option<Hedge> {
        self.hedge_kinds.get(payload as usize).copied()
    }

    /// The first and last month of a part of a year.
    pub fn months_of(&self, payload: u32) -> Option<[u8; 2]> {
        self.months_of.get(payload as usize).copied()
    }

    pub fn part_of_one(&self, payload: u32) -> Option<Decimal> {
        self.parts_of_one.get(payload as usize).copied()
    }

    pub fn bounds(&self, payload: u32) -> Option<Bounds> {
        self.bounds.get(payload as usize).copied()
    }
}

/// Does the text begin with a folded phrase?
fn begins_with(text: &str, phrase: &str) -> bool {
    let start = text.get(..phrase.len().min(text.len()));
    match start.filter(|start| start.is_ascii()) {
        Some(start) => start.eq_ignore_ascii_case(phrase),
        None => folded(&text.chars().take(phrase.len()).collect::<String>()).starts_with(phrase),
    }
}

fn hedge(kind: &str) -> Result<Hedge, String> {
    Ok(Hedge::Basis(match kind {
        "about" => Basis::About,
        "at_least" => Basis::AtLeast,
        "at_most" => Basis::AtMost,
        "estimate" => Basis::Estimate,
        "between" => return Ok(Hedge::Between),
        _ => {
            return Err(format!(
                "[values.hedges] has the key {kind:?}; use about, at_least, at_most, estimate or between"
            ));
        }
    }))
}

fn word_set(words: &[String], lexicon: &mut Lexicon) -> WordSet {
    words
        .iter()
        .map(|word| lexicon.intern(&folded(word)))
        .collect()
}

fn phrases(list: &[String], lexicon: &mut Lexicon) -> Trie {
    let mut trie = Trie::default();
    for phrase in list {
        trie.insert(&words_of(phrase, lexicon), 0);
    }
    trie
}

impl Borders {
    fn compile(words: &BorderWords, lexicon: &mut Lexicon) -> Self {
        let between = words.around.iter().map(String::as_str).chain(["-"]);
        Self {
            around: between.flat_map(|word| words_of(word, lexicon)).collect(),
            own: word_set(&words.own, lexicon),
            all: word_set(&words.all, lexicon),
            name: words.name.clone(),
            name_of_all: words.name_of_all.clone(),
            nouns: word_set(&words.nouns, lexicon),
            written: words.nouns.clone(),
        }
    }

    /// Does a noun of borders stand in the text?
    pub fn names_any(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| self.written.iter().any(|noun| noun == word))
    }
}

impl Signs {
    fn new(lexicon: &mut Lexicon) -> Self {
        let mut id = |word: &str| lexicon.intern(word);
        Self {
            hyphen: id("-"),
            slash: id("/"),
            comma: id(","),
            period: id("."),
            percent: id("%"),
            semicolon: id(";"),
            colon: id(":"),
            quote: id("\""),
            apostrophe: id("'"),
            bracket: id("("),
            closing_bracket: id(")"),
            and: id("and"),
            or: id("or"),
            to: id("to"),
            a: id("a"),
            an: id("an"),
            the: id("the"),
            that: id("that"),
            of: id("of"),
            s: id("s"),
            per: id("per"),
            cent: id("cent"),
            through: id("through"),
            between: id("between"),
            from: id("from"),
            with: id("with"),
            nor: id("nor"),
            as_: id("as"),
            prepositions: [id("in"), id("on"), id("at"), id("the")],
        }
    }
}
