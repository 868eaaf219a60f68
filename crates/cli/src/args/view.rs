//! Arguments that say which view: of whom, as of when.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use whitestone_views::findings::Kind;

/// As of when.
#[derive(Debug, Clone, ClapArgs)]
pub struct WhenArgs {
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

/// Which view.
#[derive(Debug, Clone, ClapArgs)]
pub struct ViewArgs {
    /// The state: ISO code, name or variant (KGZ, Kyrgyzstan, "Kyrgyz Republic").
    pub subject: String,
    #[command(flatten)]
    pub when: WhenArgs,
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
    /// Only this kind. May be given several times.
    #[arg(long, value_name = "KIND", value_parser = kind())]
    pub kind: Vec<Kind>,
    /// Also what is only for information: restatements, echoes, what is old or silent.
    #[arg(long)]
    pub all: bool,
    /// Also those that a reviewer settled, with his verdict.
    #[arg(long)]
    pub judged: bool,
    /// With the quotes behind each.
    #[arg(long)]
    pub quotes: bool,
    #[command(flatten)]
    pub when: WhenArgs,
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.name()))
        .try_map(|name| name.parse::<Kind>())
}

/// Arguments of `why`.
#[derive(Debug, ClapArgs)]
pub struct WhyArgs {
    #[command(flatten)]
    pub view: ViewArgs,
    /// The property.
    pub property: String,
}

/// Arguments of `diff`.
#[derive(Debug, ClapArgs)]
pub struct DiffArgs {
    /// The state: ISO code, name or variant.
    pub subject: String,
    /// The older point: an edition by its name; a year, month or day (what had been published by its end); or a moment
    /// of this ledger.
    #[arg(long, value_name = "POINT")]
    pub from: String,
    /// The newer point.
    #[arg(long, value_name = "POINT")]
    pub to: String,
    /// Leave out candidates that nobody has reviewed.
    #[arg(long)]
    pub claims_only: bool,
    /// Also write the page, as HTML and Markdown, into this folder.
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}
