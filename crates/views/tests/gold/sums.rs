//! Sums and means as printed in real reports, checked as claims.

use std::fs;
use std::path::Path;

use whitestone_model::{Content, Decimal, Quantity, Subject, Value};
use whitestone_testkit::{ClaimBuilder, project_vocabulary};
use whitestone_views::findings::{Kind, Material, Sum, add_up, all, weighted_mean};
use whitestone_views::{AsOf, resolve_subject};

use crate::facts::Entered;
use crate::shared;

fn rows(shared: &Path, name: &str) -> Vec<Vec<String>> {
    let table = fs::read_to_string(shared.join("reference").join(name)).unwrap();
    table
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

fn number(text: &str) -> Decimal {
    text.trim().parse().unwrap()
}

/// A property, its qualifiers, a number and its unit.
type Figure<'a> = (&'a str, Vec<(&'a str, &'a str)>, Decimal, &'a str);

/// The arithmetic findings on these figures.
fn found(figures: &[Figure<'_>]) -> Vec<String> {
    let vocabulary = project_vocabulary().unwrap();
    let subject = Subject::state("KGZ", "Kyrgyzstan");
    let mut entered = Entered::empty(vec![subject.clone()]);
    let source = Entered::made_up("a yearbook", "2008");
    for (property, qualifiers, figure, unit) in figures {
        let quantity = Quantity::exactly(*figure, unit, &figure.to_string());
        let claim = ClaimBuilder::new(property, Content::Known(Value::Quantity(quantity)));
        let claim = qualifiers
            .iter()
            .fold(claim.when("2007"), |claim, (name, value)| {
                claim.with(name, value)
            });
        entered.enter(claim.from(source.id).build(), &source);
    }
    let (_, slice) = &entered.states[&subject.id];
    let asof = AsOf::today("2026-03-01".parse().unwrap());
    let view = resolve_subject(&subject, slice, &vocabulary, &asof);
    let material = Material {
        view: &view,
        slice,
        vocabulary: &vocabulary,
        asof: &asof,
    };
    let findings = all(&material)
        .into_iter()
        .filter(|f| f.kind == Kind::Arithmetic);
    findings.map(|f| f.explanation).collect()
}

#[test]
fn printed_sums_are_right_where_they_are_and_wrong_where_they_are_not() {
    let Some(shared) = shared("printed_sums_are_right_where_they_are_and_wrong_where_they_are_not")
    else {
        return;
    };
    let rows = rows(&shared, "printed_arithmetic_checks.tsv");
    assert!(rows.len() > 30, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let total = number(&row[2]);
        let parts: Vec<Decimal> = row[3].split('+').map(number).collect();
        let equal = row[5] == "yes";
        let sum = add_up(total, &parts);
        if (sum == Some(Sum::Exact)) != equal {
            wrong.push(format!("{} {}: {sum:?}", row[0], row[1]));
        }
        let rounded = row[6].starts_with("agrees to rounding") && row[2].len() < 8;
        if rounded && sum != Some(Sum::Rounded) {
            wrong.push(format!("{} {}: {sum:?} should be rounding", row[0], row[1]));
        }
        // As claims, where the parts can be outcomes: somebody is told, or nobody is.
        if parts.len() == 2 || parts.len() == 3 {
            let outcomes = ["killed", "injured", "unknown"];
            let named = outcomes.iter().zip(&parts);
            let mut figures: Vec<_> = named
                .map(|(outcome, part)| {
                    (
                        "casualties.count",
                        vec![("outcome", *outcome)],
                        *part,
                        "persons",
                    )
                })
                .collect();
            figures.push((
                "casualties.count",
                vec![("outcome", "total")],
                total,
                "persons",
            ));
            let found = found(&figures);
            let fits = matches!(sum, Some(Sum::Exact | Sum::Rounded));
            if found.is_empty() != fits {
                wrong.push(format!("{} {} as claims: {found:?}", row[0], row[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn printed_scores_are_the_mean_of_their_criteria() {
    let Some(shared) = shared("printed_scores_are_the_mean_of_their_criteria") else {
        return;
    };
    let vocabulary = project_vocabulary().unwrap();
    let schemes = &vocabulary
        .property(&"score.overall".into())
        .unwrap()
        .schemes;
    let rows = rows(&shared, "mar_scores_recomputed.tsv");
    assert_eq!(rows.len(), 11, "the table has other scores");
    for row in rows {
        let scores: Vec<Decimal> = row[3]
            .split(' ')
            .map_while(|text| text.parse().ok())
            .collect();
        let scheme = schemes
            .iter()
            .find(|scheme| scheme.weights.len() == scores.len())
            .unwrap();
        // The table lists scores in the order of print, the scheme its criteria by name.
        let order: &[&str] = match scores.len() {
            7 => &SEVEN,
            _ => &TEN,
        };
        let pairs: Vec<_> = order
            .iter()
            .zip(&scores)
            .map(|(name, score)| (*score, scheme.weights[*name]))
            .collect();
        let mean = weighted_mean(&pairs).unwrap();
        assert_eq!(mean, number(&row[5]), "{row:?}");
        let figures = |printed: Decimal| {
            let of = order.iter().zip(&scores);
            let mut all: Vec<_> = of
                .map(|(name, score)| {
                    (
                        "score.criterion",
                        vec![("criterion", *name), ("period", "2007")],
                        *score,
                        "of 10",
                    )
                })
                .collect();
            all.push(("score.overall", vec![("period", "2007")], printed, "of 10"));
            found(&all)
        };
        let printed = number(&row[4]);
        assert_eq!(figures(printed).is_empty(), row[6] == "True", "{row:?}");
        let too_high = printed.checked_add(number("0.2")).unwrap();
        assert_eq!(figures(too_high).len(), 1, "{row:?}");
    }
}

const SEVEN: [&str; 7] = [
    "Understanding of AP mine contamination",
    "National ownership and programme management",
    "Gender",
    "Information management and reporting",
    "Planning and tasking",
    "Land release system",
    "Land release outputs and Article 5 compliance",
];

const TEN: [&str; 10] = [
    "Problem understood",
    "Target date for completion of clearance",
    "Targeted clearance",
    "Efficient clearance",
    "National funding of programme",
    "Timely clearance",
    "Land release system in place",
    "National mine action standards",
    "Reporting on progress",
    "Improving performance",
];
