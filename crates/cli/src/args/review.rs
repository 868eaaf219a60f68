//! Arguments of who reviews and judges.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use whitestone_model::Verdict;

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
        /// A change: when=2005-05, stated=2005-06, modality=reported, subject=Uzbekistan, value.low=12, qualifiers.place=Batken.
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
