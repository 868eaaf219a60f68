//! Which claims tell of one happening, and how many there were.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use whitestone_model::{
    Judgement, JudgementId, Modality, Recorded, SubjectKey, Target, Verdict, Vocabulary,
};
use whitestone_testkit::{ClaimBuilder, Ids, SliceBuilder, moment, project_vocabulary};
use whitestone_views::events::{alike, events, tallies};
use whitestone_views::{AsOf, Identities, resolve};

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: std::sync::OnceLock<Vocabulary> = std::sync::OnceLock::new();
    VOCABULARY.get_or_init(|| project_vocabulary().unwrap())
}

fn hurt(number: i64, outcome: &str, when: &str) -> ClaimBuilder {
    ClaimBuilder::count("casualties.count", number, "persons")
        .with("outcome", outcome)
        .with("device", "UXO")
        .when(when)
}

/// Verdicts on pairs of claims, by their places in the list.
type Judged<'a> = &'a [(usize, usize, Verdict)];

/// Happenings, pairs and sums in a form that a person reads. Each claim rests on words of its own.
fn told(claims: &[ClaimBuilder], judged: Judged<'_>) -> String {
    told_at(claims, 1000, judged)
}

/// As [`told`], each claim's words beginning so many bytes after those of the one before.
fn told_at(claims: &[ClaimBuilder], apart: usize, judged: Judged<'_>) -> String {
    let mut slice = SliceBuilder::new();
    let report = slice.source("Report 2006", "Monitor", "2006");
    let mut keys: Vec<SubjectKey> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let claim = claim.clone().from(report).quote(apart * at, "some words");
        keys.push(whitestone_views::events::key(&claim.clone().build()));
        slice.claim(claim);
    }
    let judgements = judgements(&keys, judged);
    let identities = Identities::of(&judgements, None);
    let today = AsOf::today("2026-03-01".parse().unwrap());
    let view = resolve(&slice.build(), vocabulary(), &today);
    let all = events(&view, &identities, vocabulary());
    let pairs = alike(&all, &view, &identities, vocabulary());
    let name = |key: &SubjectKey| keys.iter().position(|k| k == key).unwrap().to_string();
    let mut lines = Vec::new();
    for event in &all {
        let mut by: Vec<String> = event.occurrences.iter().map(|o| name(&o.key)).collect();
        by.sort();
        lines.push(format!(
            "{} to {} told by {}",
            event.days().0,
            event.days().1,
            by.join(" ")
        ));
    }
    for pair in &pairs {
        let mut both = [name(&pair.one), name(&pair.other)];
        both.sort();
        let unsure = pair
            .unsure
            .as_deref()
            .map(|reason| format!(" (unsure: {reason})"));
        lines.push(format!(
            "{} may be {}: {}{}",
            both[0],
            both[1],
            pair.reasons.join("; "),
            unsure.unwrap_or_default()
        ));
    }
    for tally in tallies(&all, &pairs, vocabulary()) {
        let year = tally
            .year
            .map_or("no one year".to_owned(), |year| year.to_string());
        let high = tally
            .high
            .map_or("open".to_owned(), |high| high.to_string());
        lines.push(format!(
            "{} {year}: {} to {high}: {}",
            tally.part, tally.low, tally.how
        ));
    }
    lines.join("\n")
}

fn judgements(keys: &[SubjectKey], judged: Judged<'_>) -> Vec<Recorded<Judgement>> {
    let mut ids = Ids::default();
    let judgement = |(at, (a, b, verdict)): (usize, &(usize, usize, Verdict))| Recorded {
        what: Judgement {
            id: JudgementId::new(ids.uuid()),
            target: Target::identity(keys[*a].clone(), keys[*b].clone()),
            verdict: *verdict,
            reason: "so it is".to_owned(),
            reviewer: "R. Viewer".to_owned(),
            claim: None,
        },
        tx: 100 + at as u64,
        at: moment(100 + at as i64),
        actor: "R. Viewer".into(),
    };
    judged.iter().enumerate().map(judgement).collect()
}

/// "Two killed in May" and, pages later, "two children killed on 10 May".
fn twice() -> [ClaimBuilder; 2] {
    [
        hurt(2, "killed", "2005-05").with("place", "Osh region"),
        hurt(2, "killed", "2005-05-10")
            .with("place", "training ground, Osh region")
            .with("children", "2"),
    ]
}

#[test]
fn two_passages_on_one_incident_are_proposed_and_counted_both_ways() {
    insta::assert_snapshot!(told(&twice(), &[]), @r"
    2005-05-01 to 2005-05-31 told by 0
    2005-05-10 to 2005-05-10 told by 1
    0 may be 1: 10 May 2005 lies within May 2005; the same outcome: killed; the same device: UXO; place: training ground, Osh region belongs to Osh region; both say 2 persons
    killed 2005: 2 to 4: 2 happenings: 2 (May 2005), 2 (10 May 2005); 2 (May 2005) and 2 (10 May 2005) may be told twice: the lower figure counts 1 of them, the upper all 2
    ");
}

#[test]
fn what_is_judged_is_counted_surely_and_not_asked_again() {
    insta::assert_snapshot!(told(&twice(), &[(0, 1, Verdict::Same)]), @r"
    2005-05-10 to 2005-05-10 told by 0 1
    killed 2005: 2 to 2: one happening: 2 (10 May 2005)
    ");
    let changed_his_mind = [(0, 1, Verdict::Same), (0, 1, Verdict::Different)];
    insta::assert_snapshot!(told(&twice(), &changed_his_mind), @r"
    2005-05-01 to 2005-05-31 told by 0
    2005-05-10 to 2005-05-10 told by 1
    killed 2005: 4 to 4: 2 happenings: 2 (May 2005), 2 (10 May 2005)
    ");
    let unsure = told(&twice(), &[(0, 1, Verdict::Unsure)]);
    assert!(
        unsure.contains("both say 2 persons (unsure: so it is)"),
        "{unsure}"
    );
    assert!(unsure.contains("killed 2005: 2 to 4"), "{unsure}");
}

#[test]
fn what_differs_is_not_proposed() {
    let [first, second] = twice();
    for (what, other) in [
        ("another month", second.clone().when("2005-06-10")),
        (
            "another device",
            second.clone().with("device", "antipersonnel mine"),
        ),
        (
            "another place",
            second.clone().with("place", "Naryn region"),
        ),
        ("another outcome", second.clone().with("outcome", "injured")),
        ("a tally of a year", second.clone().when("2005")),
        ("a plan", second.clone().modality(Modality::Planned)),
        ("a denial", second.denying()),
    ] {
        let told = told(&[first.clone(), other], &[]);
        assert!(!told.contains("may be"), "{what}: {told}");
    }
    let one_sentence = told_at(&twice(), 4, &[]);
    assert!(!one_sentence.contains("may be"), "{one_sentence}");
}

#[test]
fn of_a_chain_of_doubts_what_cannot_be_one_is_certain() {
    let claims = [
        hurt(2, "killed", "2005-05"),
        hurt(2, "killed", "2005-05-10"),
        hurt(2, "killed", "2005-05-20"),
        hurt(1, "injured", "2005-05-20"),
    ];
    insta::assert_snapshot!(told(&claims, &[]), @r"
    2005-05-01 to 2005-05-31 told by 0
    2005-05-10 to 2005-05-10 told by 1
    2005-05-20 to 2005-05-20 told by 2
    2005-05-20 to 2005-05-20 told by 3
    0 may be 1: 10 May 2005 lies within May 2005; the same outcome: killed; the same device: UXO; both say 2 persons
    0 may be 2: 20 May 2005 lies within May 2005; the same outcome: killed; the same device: UXO; both say 2 persons
    injured 2005: 1 to 1: one happening: 1 (20 May 2005)
    killed 2005: 4 to 6: 3 happenings: 2 (May 2005), 2 (10 May 2005), 2 (20 May 2005); 2 (May 2005) and 2 (10 May 2005) and 2 (20 May 2005) may be told twice: the lower figure counts 2 of them, the upper all 3
    ");
}
