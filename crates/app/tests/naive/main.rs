//! Whatever happens to a record, its views are those of a plain fold over what happened.
//!
//! [`World`] is a random history, told to a real ledger and to [`Fold`], which keeps it as a list and answers every
//! question by going through all of it. The two must agree on every (recorded, published, valid) point.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop where it stands"
)]

mod fold;
mod world;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use whitestone_ledger::Ledger as _;
use whitestone_model::Verdict;
use whitestone_views::View;

use fold::Fold;
use world::{PROPERTIES, STATES, Step, Told, World, YEARS, steps};

/// What a view shows of one property in one year, and on which claims its cells rest.
fn seen(view: &View, property: &str, year: i16) -> (BTreeSet<String>, BTreeSet<usize>) {
    let id = property.into();
    let cells = || view.of(&id);
    let day = format!("{year}-07-01").parse().unwrap();
    let segments = cells().flat_map(|cell| cell.segments());
    let then = segments.filter(|s| s.days.0 <= day && day <= s.days.1);
    let shown = then.flat_map(|segment| segment.shown());
    let values = shown.filter_map(|group| group.content()).map(world::value);
    let claims = cells().flat_map(|cell| cell.statements());
    (values.collect(), claims.map(world::number).collect())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(config(96))]

    /// Claims, revisions, retractions, judgements, merges, un-merges and back-fills, seen from any point.
    #[test]
    fn every_view_is_that_of_the_plain_fold(
        steps in steps(),
        recorded in 0i64..40,
        published in prop::option::of(1999i16..2012),
    ) {
        let world = World::of(&steps);
        let mut told = Told::at_once(&world);
        let fold = Fold { world: &world, recorded, published };
        for (state, name) in STATES.iter().enumerate() {
            let view = told.view(state, Some(recorded), published);
            for (property, id) in PROPERTIES.iter().enumerate() {
                for year in YEARS {
                    let (values, claims) = seen(&view, id, year);
                    let place = format!("{name} {id} {year}\n{world:#?}");
                    prop_assert_eq!(&values, &fold.values(state, property, year), "{}", place);
                    prop_assert_eq!(claims, fold.claims(state, property), "{}", place);
                }
            }
        }
    }

    /// What one moment holds may arrive in any order, at once or one by one.
    #[test]
    fn the_order_of_arrival_within_a_moment_changes_nothing(
        steps in steps(),
        shuffle in any::<u64>(),
        recorded in prop::option::of(0i64..40),
    ) {
        let world = World::of(&steps);
        let (mut one, mut other) = (Told::at_once(&world), Told::one_by_one(&world, shuffle));
        for (state, name) in STATES.iter().enumerate() {
            prop_assert_eq!(
                one.view(state, recorded, None),
                other.view(state, recorded, None),
                "{}: {:#?}", name, world
            );
        }
    }

    /// A merge changes no claim, and taking it back gives the views of before.
    #[test]
    fn to_part_what_was_joined_gives_the_earlier_views(
        steps in steps(),
        pair in (0usize..4, 1usize..4),
        back in prop::bool::ANY,
    ) {
        let world = World::of(&steps);
        let mut told = Told::at_once(&world);
        let (one, other) = (pair.0, (pair.0 + pair.1) % STATES.len());
        let judged = world.is_judged(one, other);
        let views = |told: &mut Told| -> Vec<View> {
            (0..STATES.len()).map(|state| told.view(state, None, None)).collect()
        };
        let before = views(&mut told);
        told.judge(one, other, Verdict::Same);
        told.judge(one, other, if back { Verdict::Unsure } else { Verdict::Different });
        // A pair that was judged before, or that others join, is not where it was: "different" then keeps all of them apart.
        let joined_by_others = before[one].subject == before[other].subject;
        prop_assume!(!judged && (back || !joined_by_others));
        prop_assert_eq!(views(&mut told), before);
        prop_assert_eq!(told.ledger.check().unwrap(), []);
    }
}

/// A history in which each kind of step is known to matter: the laws above are not kept by chance.
#[test]
fn the_histories_hold_what_the_laws_speak_of() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = [0usize; 4];
    let mut merged = 0;
    for _ in 0..200 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let world = World::of(&steps);
        for step in &world.steps {
            counts[match step.what {
                Step::Claim { .. } => 0,
                Step::Ends { .. } => 1,
                Step::Judge { .. } => 2,
                Step::Identity { .. } => 3,
            }] += 1;
        }
        let fold = Fold {
            world: &world,
            recorded: 100,
            published: None,
        };
        merged += usize::from((0..STATES.len()).any(|state| fold.members(state).len() > 1));
    }
    assert!(counts.iter().all(|count| *count > 300), "{counts:?}");
    assert!(merged > 50, "{merged} of 200 histories join two states");
}
