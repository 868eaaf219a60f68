//! An edition is re-made byte for byte, whatever enters the ledger after it; and a view that is kept equals one that is
//! made anew, whatever entered.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::cell::Cell;

use jiff::{Timestamp, ToSpan};
use uuid::Uuid;
use whitestone_app::add::{self, Input};
use whitestone_app::kept::{KeptView, Renewed};
use whitestone_app::knowledge::Overrides;
use whitestone_app::publish::{Issue, Made, publish};
use whitestone_app::review::{self, Decision, Selector};
use whitestone_app::show::{Request, show};
use whitestone_app::{Clock, Context, Ids, Knowledge, builtin, reference};
use whitestone_ledger::Batch;
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{
    ClaimEvent, ClaimId, Document, DocumentMeta, EventId, EventKind, Judgement, JudgementId,
    SubjectKey, Target, Verdict, Vocabulary,
};
use whitestone_views::Assurance;

/// A clock that goes wrong: it often stands still and sometimes runs back.
struct Broken {
    ticks: Cell<i64>,
}

impl Clock for Broken {
    fn now(&self) -> Timestamp {
        let tick = self.ticks.get();
        self.ticks.set(tick + 1);
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let back = if tick % 7 == 0 { 3600 } else { 0 };
        start.checked_add((tick / 3 - back).seconds()).unwrap()
    }
}

struct Counted(u128);

impl Ids for Counted {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// Numbers that are the same in every run (a linear congruential generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// The reader of the program, without its formats.
fn read(bytes: &[u8], name: &str, hints: &DocumentMeta, vocabulary: &Vocabulary) -> Document {
    whitestone_reader::read(bytes, name, hints, vocabulary)
}

fn request(published: Option<&str>, assurance: Assurance) -> Request {
    Request {
        subject: "KGZ".to_owned(),
        property: None,
        known: None,
        published: published.map(|day| day.parse().unwrap()),
        assurance,
    }
}

/// One thing that may happen to a ledger.
fn happen(context: &mut Context<'_>, chance: &mut Chance, number: usize) {
    let reason = format!("because chance says so, {number}");
    let open = review::list(context, &Selector::default(), true).unwrap();
    let candidate = open[chance.below(open.len())].1.what.clone();
    let claims: Vec<ClaimId> = {
        let query = whitestone_ledger::SliceQuery {
            subject_kind: "state".to_owned(),
            subject_id: "KGZ".to_owned(),
            ..Default::default()
        };
        let slice = context.ledger.slice(&query).unwrap();
        slice.claims.iter().map(|claim| claim.what.id).collect()
    };
    let claim = claims[chance.below(claims.len())];
    let mut batch = Batch::default();
    let judge = |target, verdict, id| Judgement {
        id: JudgementId::new(id),
        target,
        verdict,
        reason: reason.clone(),
        reviewer: "R. Viewer".to_owned(),
        claim: None,
    };
    match chance.below(8) {
        0 | 1 => {
            let verdicts = [Verdict::Accept, Verdict::Reject, Verdict::NeedsWork];
            let decision = Decision {
                verdict: verdicts[chance.below(3)],
                reason,
                selector: Selector {
                    ids: vec![candidate.id().to_string()],
                    ..Selector::default()
                },
                change: review::Change::default(),
            };
            review::decide(context, "R. Viewer", &decision).unwrap();
            return;
        }
        2 => batch.events.push(ClaimEvent {
            id: EventId::new(context.ids.next()),
            claim,
            kind: EventKind::Retracts,
            other: None,
            reason,
        }),
        3 => batch.events.push(ClaimEvent {
            id: EventId::new(context.ids.next()),
            claim,
            kind: EventKind::Confirms,
            other: None,
            reason,
        }),
        4 | 5 => {
            let verdicts = [Verdict::Prefer, Verdict::Dispute, Verdict::Reject];
            let verdict = verdicts[chance.below(3)];
            let id = context.ids.next();
            batch
                .judgements
                .push(judge(Target::Claim(claim), verdict, id));
        }
        6 => {
            let key = |id: &str| SubjectKey::new("state", id);
            let other = ["KAZ", "TJK", "UZB"][chance.below(3)];
            let verdict = [Verdict::Same, Verdict::Different, Verdict::Unsure][chance.below(3)];
            let target = Target::identity(key("KGZ"), key(other));
            let id = context.ids.next();
            batch.judgements.push(judge(target, verdict, id));
        }
        _ => {
            let bytes = format!(
                "KYRGYZSTAN, Country Note {0}\n\nKYRGYZSTAN\n\nIn {0}, {number} people were killed by mines in Batken province.\n",
                1990 + chance.below(40)
            );
            let input = Input {
                name: format!("later-{number}.txt"),
                bytes: bytes.into_bytes(),
            };
            let hints = DocumentMeta::default();
            add::add(context, [input], &hints, |_| {}).unwrap();
            return;
        }
    }
    let stamp = context.stamp("chance");
    context.ledger.append(&batch, &stamp).unwrap();
}

/// A view that is kept, and how often a part of it alone was told anew.
struct Watched {
    request: Request,
    view: KeptView,
    in_part: usize,
}

fn kept_views(context: &Context<'_>) -> Vec<Watched> {
    let requests = [
        request(None, Assurance::WithCandidates),
        request(None, Assurance::ClaimsOnly),
        request(Some("2005-12-31"), Assurance::WithCandidates),
    ];
    let watched = |request: Request| Watched {
        view: KeptView::new(context, &request).unwrap(),
        request,
        in_part: 0,
    };
    requests.into_iter().map(watched).collect()
}

fn equals_one_made_anew(kept: &mut Watched, context: &Context<'_>) {
    if let Renewed::Documents(_) = kept.view.renew(context).unwrap() {
        kept.in_part += 1;
    }
    let anew = show(context, &kept.request).unwrap();
    let (kept, anew) = (kept.view.view(), &anew.view);
    assert_eq!(kept.subject, anew.subject);
    for (one, other) in kept.cells.iter().zip(&anew.cells) {
        assert_eq!(one, other);
    }
    assert_eq!(kept.cells.len(), anew.cells.len());
}

#[test]
fn an_edition_comes_out_byte_for_byte_after_a_thousand_later_operations() {
    let knowledge = Knowledge::load(&Overrides::default()).unwrap();
    let mut ledger = SqliteLedger::in_memory().unwrap();
    let clock = Broken {
        ticks: Cell::new(0),
    };
    let mut ids = Counted(0);
    let mut context = Context {
        ledger: &mut ledger,
        knowledge: &knowledge,
        clock: &clock,
        ids: &mut ids,
        read,
        actor: "A. Tester".to_owned(),
        tool: "whitestone test".to_owned(),
    };
    reference::import(&mut context).unwrap();
    let notes = builtin::examples().into_iter().map(|(name, text)| Input {
        name,
        bytes: text.into_bytes(),
    });
    add::add(&mut context, notes, &DocumentMeta::default(), |_| {}).unwrap();
    review::replay(&mut context, &builtin::example_review()).unwrap();

    let mut chance = Chance(20_261_122);
    let mut issues: Vec<(Request, Issue)> = Vec::new();
    for (number, (published, assurance)) in [
        (None, Assurance::WithCandidates),
        (None, Assurance::ClaimsOnly),
        (Some("2005-12-31"), Assurance::WithCandidates),
    ]
    .into_iter()
    .enumerate()
    {
        let request = request(published, assurance);
        let issue = publish(&mut context, &request, &format!("edition {number}")).unwrap();
        assert_eq!(issue.made, Made::Now);
        issues.push((request, issue));
        (0..5).for_each(|more| happen(&mut context, &mut chance, 10_000 + 10 * number + more));
    }
    let mut kept = kept_views(&context);
    for number in 0..1_000 {
        happen(&mut context, &mut chance, number);
        if number % 25 < 2 {
            kept.iter_mut()
                .for_each(|kept| equals_one_made_anew(kept, &context));
        }
    }
    let some = |kept: &Watched| kept.in_part > 0;
    assert!(
        kept.iter().all(some),
        "no view was brought up to date in part"
    );
    for (request, first) in &issues {
        let again = publish(&mut context, request, &first.edition.name).unwrap();
        assert_eq!(again.made, Made::Again, "{}", first.edition.name);
        assert_eq!(again.files, first.files, "{}", first.edition.name);
    }
    let [_, (_, second), _] = issues.as_slice() else {
        unreachable!("three editions");
    };
    assert_eq!(
        second.files.len(),
        4,
        "a profile and what changed, each in two forms"
    );
    // The later operations do change what is known: a new edition differs.
    let now = publish(
        &mut context,
        &request(None, Assurance::WithCandidates),
        "now",
    )
    .unwrap();
    assert_ne!(now.files[1].1, issues[0].1.files[1].1);
}
