//! The arguments. The doc comments here are the manual: help, man page and completions are made from them.

mod review;
mod view;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub use review::{JudgeArgs, ReviewAction, SameArgs, SelectArgs};
pub use view::{DiffArgs, FindingsArgs, ShowArgs, ViewArgs, WhenArgs, WhyArgs};

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
    Diff(DiffArgs),
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
