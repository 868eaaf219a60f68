//! `whitestone same`: two subjects are one, or are not; and what that changes.

use whitestone_app::same::{self, Preview};
use whitestone_model::{Decimal, SubjectKey, Verdict};

use super::{Session, print_json};
use crate::args::{Format, Global, SameArgs};
use crate::error::{CliError, Exit};

pub fn run(global: &Global, args: &SameArgs) -> Result<Exit, CliError> {
    let verdict = if args.different {
        Verdict::Different
    } else if args.unsure {
        Verdict::Unsure
    } else {
        Verdict::Same
    };
    let (one, other) = (&args.one, &args.other);
    let preview = if args.preview {
        let mut session = Session::reading(global)?;
        same::preview(&session.context(), one, other, verdict)?
    } else {
        let mut session = Session::writing(global)?;
        let reason = args.reason.as_deref().unwrap_or_default();
        same::judge(&mut session.context(), one, other, verdict, reason)?
    };
    if global.format == Format::Text {
        tell!("{}", text(&preview, args.preview));
    } else {
        print_json(global.format, std::slice::from_ref(&preview))?;
    }
    Ok(if preview.clash.is_some() {
        Exit::Look
    } else {
        Exit::Done
    })
}

fn text(preview: &Preview, only_preview: bool) -> String {
    let mut lines = vec![format!(
        "{} and {}: {}{}",
        preview.one.name,
        preview.other.name,
        preview.verdict,
        if only_preview {
            " (a preview: nothing is recorded)"
        } else {
            ""
        }
    )];
    if let Some(clash) = &preview.clash {
        lines.push(format!("clash: {}", clash.explanation()));
    }
    if preview.before != preview.after {
        lines.push(format!(
            "one with one another: before {}; after {}",
            sets(&preview.before),
            sets(&preview.after)
        ));
    }
    for total in &preview.totals {
        let year = total.year.map(|year| format!(" in {year}"));
        lines.push(format!(
            "total: {} {}{}: {} before, {} after",
            total.property,
            total.part,
            year.unwrap_or_default(),
            bounds(total.before),
            bounds(total.after)
        ));
    }
    for cell in &preview.cells {
        let key: Vec<String> = cell
            .key
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let what = format!("{:?}", cell.what).to_lowercase();
        lines.push(format!("{what}: {} {}", cell.property, key.join("; ")));
        lines.push(format!("    before  {}", cell.before.join(" | ")));
        lines.push(format!("    after   {}", cell.after.join(" | ")));
    }
    for classified in &preview.sensitivity {
        lines.push(format!(
            "{} claims on {} are {}",
            classified.claims,
            classified.subject,
            format!("{:?}", classified.class).to_lowercase()
        ));
    }
    if preview.cells.is_empty() && preview.totals.is_empty() {
        lines.push("no cell and no total changes".to_owned());
    }
    lines.push(String::new());
    lines.join("\n")
}

fn sets(sets: &[Vec<SubjectKey>]) -> String {
    let set = |set: &Vec<SubjectKey>| {
        let keys: Vec<String> = set.iter().map(SubjectKey::to_string).collect();
        keys.join(" = ")
    };
    sets.iter().map(set).collect::<Vec<_>>().join(", ")
}

fn bounds((low, high): (Decimal, Option<Decimal>)) -> String {
    match high {
        Some(high) if high == low => low.to_string(),
        Some(high) => format!("{low} to {high}"),
        None => format!("at least {low}"),
    }
}
