//! The arguments. The doc comments here are the manual: help, man page and completions are made from them.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use whitestone_model::Verdict;

/// The open record of landmine monitoring: documents in, footnoted profiles out.
///
/// Whitestone reads country reports, keeps every datum as a claim tied to the exact words that carry it, shows what is
/// known as of any date with its conflicts and silences, and prints profiles with footnotes.
///
/// Exit codes: 0 done; 1 done, and something needs a look (damage found, an example of a rule failed, a score below what
/// was asked); 2 the arguments are not understood; 3 something asked for is not there or cannot be read; 4 the ledger
/// cannot be opened or written; 5 a data file (vocabulary, rules, reference) is wrong.
#[derive(Debug, Parser)]
#[command(name = "whitestone", version, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, ClapArgs)]
pub struct Global {
    /// The ledger: one file. Default: $WHITESTONE_LEDGER, else the only *.whitestone file here.
    #[arg(long, short = 'l', global = true, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// Your own folder of vocabulary/, rules/, reference/, assist/ and layout.toml, on top of the built-in ones, and of
    /// assist.toml. Default: $WHITESTONE_DATA.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Your name, kept with everything you record. Default: $WHITESTONE_ACTOR, else $USER.
    #[arg(long, global = true, value_name = "NAME")]
    pub actor: Option<String>,
    /// How to print.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Say less: no progress, no notes on what was read.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON value.
    Json,
    /// One JSON value a line.
    Jsonl,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the whole road on the built-in examples and say where the profiles are.
    Demo {
        /// Folder to work in; made if it is not there.
        #[arg(long, default_value = "demo", value_name = "FOLDER")]
        into: PathBuf,
    },
    /// Make a new ledger and enter the reference tables (treaty status, roll calls).
    Init {
        /// The file to make; its name should end in .whitestone.
        file: PathBuf,
        /// Leave the reference tables out.
        #[arg(long)]
        bare: bool,
    },
    /// Archive documents, read them and extract candidates. Interrupt it at will: run it again and it goes on.
    Add(AddArgs),
    /// Show how documents are read: blocks, sentences, markers, notes, diagnostics. Needs no ledger.
    Read {
        /// Files; - is the standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print every block and note, not only their numbers.
        #[arg(long)]
        full: bool,
        /// Print the sources that the notes name, as CSL-JSON for reference managers; confidential ones are left out.
        #[arg(long, conflicts_with = "full")]
        citations: bool,
    },
    /// Print the candidates that the rules find in documents. Needs no ledger.
    Extract {
        /// Files and folders; - is the standard input.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Say why: the mentions, cues and rules seen at this byte of the (single) file.
        #[arg(long, value_name = "BYTE")]
        explain: Option<usize>,
        /// How many documents are read at once. The output does not depend on it. Default: one for each processor.
        #[arg(long, value_name = "N")]
        jobs: Option<usize>,
    },
    /// Ask a language model for claims that the rules miss. Off until you name an endpoint in assist.toml.
    ///
    /// Sends the sentences of the running text, without notes and tables, to the endpoint that assist.toml in your data
    /// folder (`--data`) names, and nowhere else; no other command opens a connection. What comes back is verified word by
    /// word against the text; what passes is a candidate like any other, what does not is refused with its reason.
    Suggest(SuggestArgs),
    /// Score the rules against annotated facts: precision and recall, property by property.
    Score {
        /// Folder (or file) of annotations in JSON.
        #[arg(long, value_name = "PATH")]
        gold: PathBuf,
        /// Folder of the annotated texts. Default: the folder of the annotations, or corpus/reports beside it.
        #[arg(long, value_name = "FOLDER")]
        texts: Option<PathBuf>,
        /// List the annotated facts that were missed.
        #[arg(long)]
        misses: bool,
        /// List the candidates that match no annotated fact.
        #[arg(long)]
        wrong: bool,
        /// List where a matched fact differs otherwise: when, modality, claimant, qualifiers, notes, basis.
        #[arg(long)]
        fields: bool,
        /// End with exit code 1 when precision is lower.
        #[arg(long, value_name = "0..1")]
        min_precision: Option<f64>,
        /// End with exit code 1 when recall is lower.
        #[arg(long, value_name = "0..1")]
        min_recall: Option<f64>,
    },
    /// Decide on candidates, each time with a reason that is kept.
    Review {
        #[command(subcommand)]
        action: ReviewAction,
    },
    /// Judge a claim, candidate, cell or finding; the newest judgement counts, and all of them are kept.
    Judge(JudgeArgs),
    /// Say that two subjects, or two passages about one happening, are the same; or that they are not.
    Same(SameArgs),
    /// List what happened in a state, which passages may tell of one happening, and how many there were.
    Events(ViewArgs),
    /// Show what is known of a state, as of any date.
    Show(ShowArgs),
    /// List what a person should look at: conflicts, contradictions, denials, open plans, sums, dates, doubles, silences.
    Findings(FindingsArgs),
    /// Say why a property is shown as it is: values, quotes, the trace, findings, and what only looks like a contradiction.
    Why(WhyArgs),
    /// Print the profile of a state as HTML and Markdown.
    Report {
        #[command(flatten)]
        view: ViewArgs,
        /// Also a page of what changed since this point: an edition, a year, month or day, or a moment of this ledger.
        #[arg(long, value_name = "POINT")]
        since: Option<String>,
        /// Folder for the files.
        #[arg(long, short, default_value = ".", value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Freeze the profile of a state as an edition: it can be made again byte for byte, whatever enters the ledger later.
    ///
    /// Writes the profile and, from the second edition on, what changed since the one before. The name of an edition on
    /// record makes that one again, and says whether it came out as it was (exit code 1 where it did not).
    Publish {
        #[command(flatten)]
        view: ViewArgs,
        /// Name of the edition: 2026, "draft for the ministry".
        #[arg(long)]
        name: String,
        /// Folder for the files.
        #[arg(long, short, default_value = ".", value_name = "FOLDER")]
        out: PathBuf,
    },
    /// List the editions on record.
    Editions {
        /// Only of this state.
        subject: Option<String>,
    },
    /// Tell what changed on a state between two points of knowledge: new, changed, restated, no longer said.
    Diff {
        /// The state: ISO code, name or variant.
        subject: String,
        /// The older point: an edition by its name; a year, month or day (what had been published by its end); or a moment
        /// of this ledger.
        #[arg(long, value_name = "POINT")]
        from: String,
        /// The newer point.
        #[arg(long, value_name = "POINT")]
        to: String,
        /// Leave out candidates that nobody has reviewed.
        #[arg(long)]
        claims_only: bool,
        /// Also write the page, as HTML and Markdown, into this folder.
        #[arg(long, short, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Tell what is known of a state in the order of time.
    Timeline {
        #[command(flatten)]
        view: ViewArgs,
    },
    /// Print what to ask about a state: what is disputed, due, not known, silent or out of date.
    Questions {
        #[command(flatten)]
        view: ViewArgs,
        /// As a letter to a ministry, with the most pressing questions only.
        #[arg(long)]
        letter: bool,
        /// To whom the letter goes. Default: the ministry that the vocabulary names.
        #[arg(
            long,
            value_name = "NAME",
            default_value = "",
            hide_default_value = true
        )]
        to: String,
        /// At most so many questions in a letter.
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Find passages by their words.
    Search {
        /// Words; "quoted words" for a phrase.
        #[arg(required = true)]
        words: Vec<String>,
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Verify the ledger: hashes, quotes, references, integrity. Prints its fingerprint.
    Check,
    /// List the transactions: what entered the ledger, when, by whom. Their times are what --known takes.
    Log {
        /// From this one on.
        #[arg(long, default_value_t = 1)]
        from: u64,
    },
    /// The rules in force.
    Rules {
        #[command(subcommand)]
        action: RulesAction,
    },
    /// Print the man page (roff).
    Man,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Arguments of `add`.
#[derive(Debug, ClapArgs)]
pub struct AddArgs {
    /// Files and folders; - is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Name of what comes from the standard input.
    #[arg(long, default_value = "standard input", value_name = "NAME")]
    pub name: String,
    /// The state it reports on, over what the text says.
    #[arg(long, value_name = "STATE")]
    pub country: Option<String>,
    /// Year of its edition, over what the text says.
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// When it became public (EDTF), over what the text says.
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Its title, over what the text says.
    #[arg(long)]
    pub title: Option<String>,
    /// Its publisher, over what the text says.
    #[arg(long)]
    pub publisher: Option<String>,
    /// Its encoding (windows-1251), where the guess was wrong.
    #[arg(long)]
    pub encoding: Option<String>,
}

/// Arguments of `suggest`.
#[derive(Debug, ClapArgs)]
pub struct SuggestArgs {
    /// Files and folders; - is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The settings. Default: assist.toml in the data folder.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Ask only for a property, or a family as 'stockpile.*': shorter and cheaper.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub property: String,
    /// Print what would be sent, and send nothing. Needs no settings.
    #[arg(long, conflicts_with = "keep")]
    pub dry_run: bool,
    /// Keep what passes as candidates in the ledger, which must hold the documents; else it is only printed.
    #[arg(long)]
    pub keep: bool,
}

/// Which view.
#[derive(Debug, Clone, ClapArgs)]
pub struct ViewArgs {
    /// The state: ISO code, name or variant (KGZ, Kyrgyzstan, "Kyrgyz Republic").
    pub subject: String,
    /// Only what had been published by this day (2005-12-31): what anyone could have known then.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Only what was in this ledger by this day or moment (2026-11-22 or 2026-11-22T10:00:00Z): re-makes an earlier edition.
    #[arg(long, value_name = "TIME")]
    pub known: Option<String>,
    /// Leave out candidates that nobody has reviewed.
    #[arg(long)]
    pub claims_only: bool,
}

/// Arguments of `judge`.
#[derive(Debug, ClapArgs)]
pub struct JudgeArgs {
    /// What is judged: the beginning of an id; or a cell: SUBJECT PROPERTY [QUALIFIER=VALUE...].
    #[arg(required = true, num_args = 1..)]
    pub target: Vec<String>,
    /// accept, reject, prefer, dispute, needs-work (claims, candidates); accept, dispute, needs-work (cells); genuine,
    /// fixed, not-so, needs-work (findings).
    #[arg(long, value_parser = verdict)]
    pub verdict: Verdict,
    /// Why.
    #[arg(long)]
    pub reason: String,
}

fn verdict(name: &str) -> Result<Verdict, String> {
    let wanted = name.replace('-', "_");
    let found = Verdict::ALL.into_iter().find(|v| v.name() == wanted);
    found.ok_or_else(|| {
        let names = Verdict::ALL.map(|verdict| verdict.name().replace('_', "-"));
        format!("there are {}", names.join(", "))
    })
}

/// Arguments of `same`.
#[derive(Debug, ClapArgs)]
pub struct SameArgs {
    /// A subject by name or code; or a claim or candidate by its id, for the happening of which it tells.
    pub one: String,
    /// The other.
    pub other: String,
    /// They are two, however alike.
    #[arg(long, conflicts_with = "unsure")]
    pub different: bool,
    /// Nobody can tell; takes an earlier judgement back.
    #[arg(long)]
    pub unsure: bool,
    /// Only show what would change: cells, conflicts, totals, sensitivity.
    #[arg(long)]
    pub preview: bool,
    /// Why.
    #[arg(long, required_unless_present = "preview")]
    pub reason: Option<String>,
}

/// Arguments of `show`.
#[derive(Debug, ClapArgs)]
pub struct ShowArgs {
    #[command(flatten)]
    pub view: ViewArgs,
    /// One property, with every value, quote, citation and the trace of how it was resolved.
    #[arg(long, value_name = "PROPERTY")]
    pub why: Option<String>,
    /// Also properties on which nothing is on record.
    #[arg(long)]
    pub silent: bool,
}

/// Arguments of `findings`.
#[derive(Debug, ClapArgs)]
pub struct FindingsArgs {
    /// The state: ISO code, name or variant. Without one, every subject on record.
    pub subject: Option<String>,
    /// Only this kind: conflict, self_contradiction, denial, unfulfilled_plan, authority, arithmetic, units, time,
    /// citation_date, duplicate_event, dropped, echo, restatement, orphan, stale, silent. May be given several times.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Also what is only for information: restatements, echoes, what is old or silent.
    #[arg(long)]
    pub all: bool,
    /// Also those that a reviewer settled, with his verdict.
    #[arg(long)]
    pub judged: bool,
    /// With the quotes behind each.
    #[arg(long)]
    pub quotes: bool,
    /// Only what had been published by this day (2005-12-31).
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Only what was in this ledger by this day or moment.
    #[arg(long, value_name = "TIME")]
    pub known: Option<String>,
    /// Leave out candidates that nobody has reviewed.
    #[arg(long)]
    pub claims_only: bool,
}

/// Arguments of `why`.
#[derive(Debug, ClapArgs)]
pub struct WhyArgs {
    #[command(flatten)]
    pub view: ViewArgs,
    /// The property.
    pub property: String,
}

/// Which candidates.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct SelectArgs {
    /// Candidate ids, or beginnings of them.
    pub ids: Vec<String>,
    /// Part of the document's name.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub document: String,
    /// A property, or a family as 'treaty.*'.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub property: String,
    /// A rule, or a family as 'casualties.*'.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub rule: String,
    /// Words that the quote holds.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub quote: String,
    /// Name or code of the subject.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub subject: String,
}

/// What to do with candidates and claims.
#[derive(Debug, Subcommand)]
pub enum ReviewAction {
    /// List candidates that wait for a decision.
    List {
        #[command(flatten)]
        select: SelectArgs,
        /// Also those already judged.
        #[arg(long)]
        all: bool,
    },
    /// Make claims of candidates.
    Accept {
        #[command(flatten)]
        select: SelectArgs,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Turn candidates down.
    Reject {
        #[command(flatten)]
        select: SelectArgs,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Make claims of candidates with changes; or, with --claim, put a right claim in the place of a wrong one.
    Correct {
        #[command(flatten)]
        select: SelectArgs,
        /// The claim to correct (its id, or the beginning of it).
        #[arg(long, value_name = "ID")]
        claim: Option<String>,
        /// A change: when=2005-05, modality=reported, subject=Uzbekistan, value.low=12, qualifiers.place=Batken.
        #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
        set: Vec<String>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Withdraw a claim from the present; it stays in the record.
    Retract {
        /// The claim's id, or the beginning of it.
        claim: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Replay a recorded review (TOML).
    Replay {
        /// The file.
        file: PathBuf,
    },
}

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub enum RulesAction {
    /// Run the examples and counter-examples of every rule.
    Test,
    /// List the rules with their reasons.
    List,
    /// Explain a line of a document: what each layer saw, which rules fired, which nearly did and why not.
    Explain {
        /// The document.
        file: PathBuf,
        /// Number of the line, from 1; for PDF and other packed formats, of the text that was read from it.
        #[arg(long, value_name = "N")]
        line: usize,
    },
    /// Show what your rules (`--data`) add to the candidates of a corpus, and what they take away.
    Report {
        /// Documents and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Compare with the rules of this folder instead of the built-in ones: a copy from before your change.
        #[arg(long, value_name = "FOLDER")]
        against: Option<PathBuf>,
    },
    /// Try a sentence: what is seen in it, which rules fire, which nearly did. "@Kazakhstan 2004: ..." sets country and year.
    Try {
        /// The sentence.
        text: String,
    },
}
