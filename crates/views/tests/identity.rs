//! Who is the same as whom, as judgements come and go.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;

use jiff::Timestamp;
use whitestone_model::{Judgement, JudgementId, Recorded, SubjectKey, Target, Verdict};
use whitestone_testkit::Ids;
use whitestone_views::Identities;
use whitestone_views::identity::Clash;

fn key(id: &str) -> SubjectKey {
    SubjectKey::new("area", id)
}

/// Judgements as `a=b`, `a!b`, `a?b`, one a minute.
fn judged(steps: &str) -> Vec<Recorded<Judgement>> {
    let mut ids = Ids::default();
    let step = |(minute, step): (i64, &str)| {
        let (a, rest) = step.split_at(1);
        let (sign, b) = rest.split_at(1);
        let verdict = match sign {
            "=" => Verdict::Same,
            "!" => Verdict::Different,
            _ => Verdict::Unsure,
        };
        Recorded {
            what: Judgement {
                id: JudgementId::new(ids.uuid()),
                target: Target::identity(key(a), key(b)),
                verdict,
                reason: "so it is".to_owned(),
                reviewer: "R. Viewer".to_owned(),
                claim: None,
            },
            tx: minute.unsigned_abs(),
            at: Timestamp::from_second(60 * minute).unwrap(),
            actor: "R. Viewer".into(),
        }
    };
    (1..).zip(steps.split_whitespace()).map(step).collect()
}

/// The sets of one or more letters among `abcde`, and the clashes in brackets.
fn told(steps: &str, known: Option<i64>) -> String {
    let known = known.map(|minute| Timestamp::from_second(60 * minute).unwrap());
    let mut judgements = judged(steps);
    let all = Identities::of(&judgements, known);
    judgements.reverse();
    assert_eq!(
        all,
        Identities::of(&judgements, known),
        "whatever the order of rows"
    );
    let letters = |keys: &[SubjectKey]| keys.iter().map(|k| k.id.as_str()).collect::<String>();
    let sets: BTreeSet<String> = ["a", "b", "c", "d", "e"]
        .map(|letter| letters(&all.members(&key(letter))))
        .into();
    let mut told: Vec<String> = sets.into_iter().filter(|set| set.len() > 1).collect();
    let clashes: BTreeSet<String> = ["a", "b", "c", "d", "e"]
        .iter()
        .filter_map(|letter| all.clash(&key(letter)))
        .map(|clash| format!("[{}]", letters(&clash.members)))
        .collect();
    told.extend(clashes);
    told.join(" ")
}

#[test]
fn same_joins_different_blocks_and_the_newest_counts() {
    for (steps, expected) in [
        ("", ""),
        ("a=b", "ab"),
        ("b=a a=c", "abc"),
        ("a=b c=d", "ab cd"),
        ("a=b c=d b=c", "abcd"),
        ("a=b a?b", ""),
        ("a=b a!b", ""),
        ("a=b a!b a=b", "ab"),
        ("a=b b=c a!c", "[abc]"),
        ("a!c a=b b=c d=e", "de [abc]"),
        ("a=b b=c a!c b?c", "ab"),
        ("a=b b=c a!c a?c", "abc"),
        ("a=b d!e", "ab"),
    ] {
        assert_eq!(told(steps, None), expected, "{steps}");
    }
}

#[test]
fn what_is_judged_later_changes_nothing_earlier() {
    let steps = "a=b b=c b!c c=d";
    for (minute, expected) in [(0, ""), (1, "ab"), (2, "abc"), (3, "ab"), (4, "ab cd")] {
        assert_eq!(told(steps, Some(minute)), expected, "minute {minute}");
    }
}

#[test]
fn a_clash_is_told_in_words() {
    let all = Identities::of(&judged("a=b b=c a!c"), None);
    let told = all.clash(&key("b")).map(Clash::explanation);
    assert_eq!(
        told.as_deref(),
        Some(
            "area a, area b, area c would be one by what is judged the same, but area a and area c are judged \
             different; they stay apart until one of these judgements is taken back."
        )
    );
    assert!(all.are_different(&key("a"), &key("c")) && all.members(&key("a")) == [key("a")]);
}
