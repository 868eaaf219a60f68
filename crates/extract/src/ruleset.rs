//! A set of rules, ready to read documents.

use std::collections::BTreeMap;

use whitestone_model::{Fingerprint, Span, Vocabulary};

use crate::file::{NameTables, RuleFile, Setting, ValueTables};
use crate::frames::{FrameRule, Stops};
use crate::lexicon::{Lexicon, begins};
use crate::lists::Lists;
use crate::mention::{Kinds, View};
use crate::met::Things;
use crate::nearest::Nearest;
use crate::need::Needs;
use crate::pattern::{Compiler, Sets};
use crate::rule::{Rule, RuleCompiler};
use crate::tables::Tables;
use crate::token::{tokenize, words_of};
use crate::trie::Trie;
use crate::trigger::{Frequencies, Triggers};

/// What is wrong in a rule file, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {problem}", .rule.as_ref().map(|r| format!(", rule {r}")).unwrap_or_default())]
pub struct RuleError {
    /// The file.
    pub file: String,
    /// The rule or frame, if it is in one.
    pub rule: Option<String>,
    /// What is wrong, at which place of it, and what to do.
    pub problem: String,
}

/// Rules, frames, tables and lists, compiled together.
#[derive(Debug, Clone)]
pub struct RuleSet {
    pub(crate) lexicon: Lexicon,
    pub(crate) sets: Sets,
    pub(crate) tables: Tables,
    pub(crate) lists: Lists,
    pub(crate) kinds: Kinds,
    pub(crate) frames: Vec<FrameRule>,
    pub(crate) ends: Stops,
    pub(crate) rules: Vec<Rule>,
    pub(crate) triggers: Triggers,
    /// Types that some rule asks the nearest of.
    pub(crate) nearest: Vec<Nearest>,
    pub(crate) vocabulary: Vocabulary,
    /// What examples speak of.
    pub(crate) setting: Setting,
    version: String,
}

struct Parsed {
    path: String,
    file: RuleFile,
}

impl RuleSet {
    /// Compiles rule files, `(path, text)` each, against a vocabulary. A later rule, frame or set with the same id
    /// replaces an earlier one, so a user's folder overrides what the program embeds.
    ///
    /// # Errors
    /// The first problem: its file, its rule, its place and what to do about it.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        vocabulary: &Vocabulary,
    ) -> Result<Self, RuleError> {
        let files: Vec<(&str, &str)> = files.into_iter().collect();
        let version = version(&files, vocabulary);
        let parsed = (files.iter())
            .map(|(path, text)| read(path, text))
            .collect::<Result<Vec<_>, _>>()?;
        let mut lexicon = Lexicon::new();
        let mut kinds = Kinds::new();
        let (values, names) = tables(&parsed);
        let tables = Tables::compile(&values, &names, &mut lexicon)
            .map_err(|problem| wrong("values", None, problem))?;
        let lists = Lists::compile(vocabulary, &mut kinds, &mut lexicon);
        let mut sets = Sets::default();
        add_sets(&parsed, &mut sets, &mut lexicon)?;
        let mut needs = Needs::default();
        let frames = compile_frames(&parsed, &mut lexicon, &sets, &kinds, &lists, &mut needs)?;
        let ends = compile_ends(&parsed, &mut lexicon);
        let mut nearest = Vec::new();
        let rules = compile_rules(
            &parsed,
            RuleCompiler {
                lexicon: &mut lexicon,
                sets: &sets,
                kinds: &kinds,
                vocabulary,
                lists: &lists,
                needs: &mut needs,
                nearest: &mut nearest,
            },
        )?;
        lexicon.mark(sets.phrases.first_words(), begins::PHRASE);
        let often = frequencies(&rules, &sets, &lexicon);
        let things = Things::new(lexicon.len(), sets.len());
        let triggers = Triggers::new(&rules, &frames, &needs, &often, things);
        Ok(Self {
            lexicon,
            sets,
            tables,
            lists,
            kinds,
            frames,
            ends,
            rules,
            triggers,
            nearest,
            vocabulary: vocabulary.clone(),
            setting: setting(&parsed),
            version,
        })
    }

    /// Short hash of the rules and lists: equal versions find equal candidates.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Every rule with its reason, by id.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rules
            .iter()
            .map(|rule| (rule.spec.id.as_str(), rule.spec.why.as_str()))
    }

    /// Number of rules.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Is there no rule?
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

fn wrong(file: &str, rule: Option<&str>, problem: impl Into<String>) -> RuleError {
    RuleError {
        file: file.to_owned(),
        rule: rule.map(str::to_owned),
        problem: problem.into(),
    }
}

fn read(path: &str, text: &str) -> Result<Parsed, RuleError> {
    let file: RuleFile = toml::from_str(text).map_err(|e| wrong(path, None, e.to_string()))?;
    Ok(Parsed {
        path: path.to_owned(),
        file,
    })
}

/// The last tables given; a user's own file replaces them whole.
fn tables(parsed: &[Parsed]) -> (ValueTables, NameTables) {
    let values = parsed.iter().rev().find_map(|p| p.file.values.clone());
    let names = parsed.iter().rev().find_map(|p| p.file.names.clone());
    (values.unwrap_or_default(), names.unwrap_or_default())
}

/// What examples speak of, as the last file says.
fn setting(parsed: &[Parsed]) -> Setting {
    let settings = parsed.iter().rev().find_map(|p| p.file.examples.clone());
    settings.unwrap_or_default()
}

fn compile_frames(
    parsed: &[Parsed],
    lexicon: &mut Lexicon,
    sets: &Sets,
    kinds: &Kinds,
    lists: &Lists,
    needs: &mut Needs,
) -> Result<Vec<FrameRule>, RuleError> {
    let mut frames: BTreeMap<String, FrameRule> = BTreeMap::new();
    for Parsed { path, file } in parsed {
        for spec in &file.frame {
            let mut slots = Vec::new();
            let mut compiler = Compiler {
                lexicon,
                sets,
                kinds,
                lists,
                needs,
                slots: &mut slots,
            };
            let frame = FrameRule::compile(spec, &mut compiler)
                .map_err(|problem| wrong(path, Some(&spec.id), problem))?;
            frames.insert(spec.id.clone(), frame);
        }
    }
    Ok(frames.into_values().collect())
}

fn compile_ends(parsed: &[Parsed], lexicon: &mut Lexicon) -> Stops {
    let mut ends = Stops {
        speech: Trie::default(),
        cue: Trie::default(),
    };
    for Parsed { file, .. } in parsed {
        for phrase in &file.terminators.speech {
            ends.speech.insert(&words_of(phrase, lexicon), 0);
        }
        for phrase in &file.terminators.cue {
            ends.cue.insert(&words_of(phrase, lexicon), 0);
        }
    }
    ends
}

/// The folder of a file.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A set is defined once; only a file of another folder may replace it.
fn add_sets(parsed: &[Parsed], sets: &mut Sets, lexicon: &mut Lexicon) -> Result<(), RuleError> {
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for Parsed { path, file } in parsed {
        for (name, phrases) in &file.sets {
            if let Some(other) = homes.insert(name, path)
                && folder(other) == folder(path)
            {
                let problem =
                    format!("the set @{name} is also defined in {other}; rename one of them");
                return Err(wrong(path, None, problem));
            }
            sets.add(name, phrases, lexicon);
        }
    }
    Ok(())
}

fn compile_rules(
    parsed: &[Parsed],
    mut compiler: RuleCompiler<'_>,
) -> Result<Vec<Rule>, RuleError> {
    let mut rules: BTreeMap<String, Rule> = BTreeMap::new();
    for Parsed { path, file } in parsed {
        for spec in &file.rule {
            let problem = |problem: String| wrong(path, Some(&spec.id), problem);
            let other = rules.get(&spec.id).map(|other| &other.file);
            if let Some(other) = other.filter(|other| folder(other) == folder(path)) {
                let twice = format!("its id is also used in {other}; rename one of them");
                return Err(problem(twice));
            }
            let rule = compiler.compile(path, spec).map_err(problem)?;
            rules.insert(spec.id.clone(), rule);
        }
    }
    let numbered = rules.into_values().zip(0..);
    Ok(numbered
        .map(|(rule, number)| Rule { number, ..rule })
        .collect())
}

/// How often words and phrases stand in the examples of the rules.
fn frequencies(rules: &[Rule], sets: &Sets, lexicon: &Lexicon) -> Frequencies {
    let mut often = Frequencies::default();
    let mut view = View::default();
    for rule in rules {
        let yes = rule.spec.yes.iter().map(|example| &example.text);
        for text in yes.chain(rule.spec.no.iter().map(|example| &example.text)) {
            view.clear();
            tokenize(text, Span::new(0, text.len()), lexicon, &mut view.tokens);
            view.find_phrases(&sets.phrases);
            often.count(&view);
        }
    }
    often
}

/// SHA-256 over the texts of the rule files in their order, which decides what replaces what, and the lists they are
/// read with.
fn version(files: &[(&str, &str)], vocabulary: &Vocabulary) -> String {
    let texts: Vec<&str> = files.iter().map(|(_, text)| *text).collect();
    let lists: BTreeMap<_, _> = (vocabulary.lists.iter())
        .map(|(name, list)| (name, &list.entries))
        .collect();
    // Units, kinds of value and what a bare date means are taken from the properties.
    let form = serde_json::to_vec(&(texts, lists, &vocabulary.properties)).unwrap_or_default();
    Fingerprint::of(&form).short()
}
