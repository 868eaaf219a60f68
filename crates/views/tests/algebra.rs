//! What must hold of every view, whatever the claims.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use proptest::prelude::*;
use whitestone_model::{Basis, DocumentId, Modality, Slice, Vocabulary};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, moment, project_vocabulary};
use whitestone_views::{AsOf, Cell, Outcome, Role, View, explain, resolve_subject};

/// A claim in numbers: property, key, value, year, how wide, who, in which report, how he commits himself.
type Seed = (u8, u8, u8, u8, u8, u8, u8, u8);

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec(
        (
            0u8..5,
            0u8..2,
            0u8..4,
            0u8..6,
            0u8..3,
            0u8..3,
            0u8..3,
            0u8..4,
        ),
        0..14,
    )
}

fn claim(seed: Seed, reports: &[DocumentId]) -> ClaimBuilder {
    let (property, key, value, year, width, who, report, modality) = seed;
    let number = i64::from(value) * 5 + 10;
    let codes = ["not_party", "signatory", "state_party", "withdrawn"];
    let bounded = |property: &str| {
        let (low, high) = (
            number.to_string(),
            (number + 7 * i64::from(width)).to_string(),
        );
        ClaimBuilder::between(
            property,
            Some(&low),
            Some(&high),
            "items",
            Basis::Range,
            &format!("{low} to {high}"),
        )
    };
    let year = 2000 + i16::from(year);
    let when = match width {
        0 => format!("{year}"),
        1 => format!("{year}/.."),
        _ => format!("{year}/{}", year + 2),
    };
    let treaty = ["Mine Ban Treaty", "Convention on Cluster Munitions"][usize::from(key)];
    let device = ["antipersonnel mine", "cluster munition"][usize::from(key)];
    let claim = match property {
        0 => ClaimBuilder::code("treaty.status", codes[usize::from(value)])
            .with("treaty", treaty)
            .when(&when),
        1 => bounded("stockpile.quantity")
            .with("device", device)
            .when(&when),
        2 => ClaimBuilder::code("use.status", ["used", "not_used"][usize::from(value % 2)])
            .with("device", device)
            .sometime(&when),
        3 => bounded("stockpile.destroyed")
            .with("device", device)
            .when(&when),
        _ => ClaimBuilder::code(
            "treaty.action",
            ["signed", "ratified"][usize::from(value % 2)],
        )
        .with("treaty", treaty)
        .sometime(&when),
    };
    let modality = [
        Modality::Asserted,
        Modality::Estimated,
        Modality::Denied,
        Modality::Planned,
    ][usize::from(modality)];
    let speaker = ["", "Ministry", "Police"][usize::from(who)];
    let claim = if speaker.is_empty() {
        claim
    } else {
        claim.by(&[speaker])
    };
    claim.modality(modality).from(reports[usize::from(report)])
}

fn slice(seeds: &[Seed]) -> Slice {
    let mut slice = SliceBuilder::new();
    let reports = [
        slice.source("Report 2001", "Monitor", "2001"),
        slice.source("Report 2005", "Monitor", "2005"),
        slice.source("Register", "Depositary", "2010"),
    ];
    slice.authority(reports[2], "depositary");
    for (index, seed) in seeds.iter().enumerate() {
        let claim = claim(*seed, &reports);
        // Every third is only a candidate.
        if index % 3 == 2 {
            slice.candidate(claim);
        } else {
            slice.claim(claim);
        }
    }
    slice.build()
}

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: std::sync::OnceLock<Vocabulary> = std::sync::OnceLock::new();
    VOCABULARY.get_or_init(|| project_vocabulary().unwrap())
}

fn today() -> AsOf {
    AsOf::today("2012-01-01".parse().unwrap()).with_candidates()
}

fn view(slice: &Slice, asof: &AsOf) -> View {
    resolve_subject(
        &whitestone_model::Subject::state("KGZ", "Kyrgyzstan"),
        slice,
        vocabulary(),
        asof,
    )
}

fn find<'a>(view: &'a View, cell: &Cell) -> Option<&'a Cell> {
    view.cell(&cell.property, &cell.key)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// No tie is broken by the order of rows.
    #[test]
    fn the_order_of_claims_changes_nothing(seeds in seeds(), turn in 0usize..20) {
        let straight = slice(&seeds);
        let mut turned = straight.clone();
        turned.claims.reverse();
        turned.candidates.reverse();
        let middle = turn % turned.claims.len().max(1);
        turned.claims.rotate_left(middle);
        prop_assert_eq!(view(&straight, &today()), view(&turned, &today()));
    }

    /// A view as known at T is the view of what had been recorded by T.
    #[test]
    fn as_known_then_is_the_view_of_what_was_there_then(seeds in seeds(), day in 0i64..16) {
        let full = slice(&seeds);
        let mut then = full.clone();
        then.claims.retain(|claim| claim.at <= moment(day));
        then.candidates.retain(|candidate| candidate.at <= moment(day));
        prop_assert_eq!(view(&full, &today().known_at(moment(day))), view(&then, &today()));
    }

    /// What is said elsewhere changes nothing here.
    #[test]
    fn a_claim_about_another_cell_leaves_this_one_alone(seeds in seeds(), more in (0u8..5, 0u8..2, 0u8..4, 0u8..6, 0u8..3, 0u8..3, 0u8..3, 0u8..4)) {
        let mut with = seeds.clone();
        with.push(more);
        let before = view(&slice(&seeds), &today());
        let after = view(&slice(&with), &today());
        let only = view(&slice(&[more]), &today());
        let touched: Vec<_> = only.cells.iter().filter(|c| c.outcome != Outcome::Silent).collect();
        for cell in before.cells.iter().filter(|c| c.outcome != Outcome::Silent) {
            if !touched.iter().any(|t| t.property == cell.property && t.key == cell.key) {
                prop_assert_eq!(Some(cell), find(&after, cell));
            }
        }
    }

    /// Every statement is somewhere; a dispute has at least two sides and every other cell one value a segment.
    #[test]
    fn nothing_is_lost_and_every_outcome_has_its_sides(seeds in seeds()) {
        let slice = slice(&seeds);
        let view = view(&slice, &today());
        for recorded in &slice.claims {
            let target = whitestone_model::Target::Claim(recorded.what.id);
            prop_assert!(view.cells.iter().any(|c| c.statements().any(|s| s.id == target)));
        }
        for cell in view.cells.iter().filter(|c| c.outcome != Outcome::Silent) {
            prop_assert!(!explain(cell).is_empty());
            for segment in cell.segments() {
                let shown = segment.in_role(Role::Shown).count();
                match segment.outcome {
                    Outcome::Disputed => prop_assert!(shown >= 2),
                    _ => prop_assert_eq!(shown, 1),
                }
            }
        }
    }
}
