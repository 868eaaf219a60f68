//! Random histories, and a ledger that is told one.

use std::sync::OnceLock;

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;
use whitestone_app::show::{self, Request};
use whitestone_app::{Clock, Context, Ids, Knowledge, knowledge::Overrides};
use whitestone_ledger::testing::made;
use whitestone_ledger::{Batch, Ledger as _, NewDocument, Stamp};
use whitestone_ledger_sqlite::SqliteLedger;
use whitestone_model::{
    Claim, ClaimId, Content, Document, DocumentMeta, Edtf, EventKind, Modality, Qualifiers,
    Quantity, Subject, SubjectKey, Target, TimeMode, ValidTime, Value, Verdict, Vocabulary,
};
use whitestone_views::{Assurance, Statement, View};

pub const STATES: [&str; 4] = ["KAZ", "KGZ", "TJK", "UZB"];
/// One value at a time with an authority; and a count over a year.
pub const PROPERTIES: [&str; 2] = ["treaty.status", "casualties.count"];
pub const YEARS: std::ops::RangeInclusive<i16> = 2000..=2004;
/// Year of publication, and role of the source.
pub const REPORTS: [(i16, &str); 3] = [(2001, ""), (2005, ""), (2010, "depositary")];
pub const SPEAKERS: [&str; 3] = ["", "Ministry", "Police"];
pub const MODALITIES: [Modality; 4] = [
    Modality::Asserted,
    Modality::Estimated,
    Modality::Suspected,
    Modality::Planned,
];
const CODES: [&str; 3] = ["not_party", "signatory", "state_party"];

/// Something that happens to the record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    Claim {
        state: usize,
        property: usize,
        value: usize,
        year: i16,
        report: usize,
        speaker: usize,
        modality: usize,
    },
    /// Ends a claim, or confirms it.
    Ends {
        claim: usize,
        kind: EventKind,
        other: Option<usize>,
    },
    Judge {
        claim: usize,
        verdict: Verdict,
    },
    Identity {
        one: usize,
        other: usize,
        verdict: Verdict,
    },
}

/// A step with its clock; its number is its place in the history, and its id.
#[derive(Debug, Clone, Copy)]
pub struct Timed {
    pub what: Step,
    pub minute: i64,
}

/// A history.
#[derive(Debug)]
pub struct World {
    pub steps: Vec<Timed>,
}

/// Numbers of which a history is made, and whether the clock goes on before each step.
type Seed = (u8, [u8; 7], bool);

pub fn steps() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec((0u8..10, any::<[u8; 7]>(), prop::bool::ANY), 1..40)
}

impl World {
    pub fn of(seeds: &[Seed]) -> Self {
        let mut world = Self { steps: vec![] };
        let mut minute = 0;
        for (kind, numbers, goes_on) in seeds {
            minute += i64::from(*goes_on);
            if let Some(what) = world.step(*kind, numbers.map(usize::from)) {
                world.steps.push(Timed { what, minute });
            }
        }
        world
    }

    fn step(&self, kind: u8, n: [usize; 7]) -> Option<Step> {
        let claims: Vec<usize> = self.claims().collect();
        let any = |n: usize| claims.get(n % claims.len().max(1)).copied();
        match kind {
            0..=4 => Some(Step::Claim {
                state: n[0] % 4,
                property: n[1] % 2,
                value: n[2] % 3,
                year: 2000 + i16::try_from(n[3] % 5).unwrap(),
                report: n[4] % 3,
                speaker: n[5] % 3,
                modality: n[6] % 4,
            }),
            5 | 6 => {
                let claim = any(n[0])?;
                let others: Vec<usize> = claims
                    .iter()
                    .copied()
                    .filter(|other| *other != claim && self.are_of_one(*other, claim))
                    .collect();
                let other = others.get(n[1] % others.len().max(1)).copied();
                let kind = match (n[2] % 3, other) {
                    (0, Some(_)) => EventKind::Revises,
                    (1, _) => EventKind::Confirms,
                    _ => EventKind::Retracts,
                };
                let other = other.filter(|_| kind == EventKind::Revises);
                Some(Step::Ends { claim, kind, other })
            }
            7 => Some(Step::Judge {
                claim: any(n[0])?,
                verdict: [
                    Verdict::Prefer,
                    Verdict::Dispute,
                    Verdict::Reject,
                    Verdict::NeedsWork,
                ][n[1] % 4],
            }),
            _ => Some(Step::Identity {
                one: n[0] % 4,
                other: (n[0] + 1 + n[1] % 3) % 4,
                verdict: [
                    Verdict::Same,
                    Verdict::Same,
                    Verdict::Different,
                    Verdict::Unsure,
                ][n[2] % 4],
            }),
        }
    }

    /// Places of the steps that are claims.
    pub fn claims(&self) -> impl Iterator<Item = usize> {
        let is_claim = |step: &Timed| matches!(step.what, Step::Claim { .. });
        (0..self.steps.len()).filter(move |at| is_claim(&self.steps[*at]))
    }

    fn are_of_one(&self, a: usize, b: usize) -> bool {
        let of = |at: usize| match self.steps[at].what {
            Step::Claim {
                state, property, ..
            } => Some((state, property)),
            _ => None,
        };
        of(a) == of(b)
    }

    pub fn is_judged(&self, a: usize, b: usize) -> bool {
        let pair = |step: &Timed| match step.what {
            Step::Identity { one, other, .. } => (one, other) == (a, b) || (one, other) == (b, a),
            _ => false,
        };
        self.steps.iter().any(pair)
    }
}

/// The words of each claim, one line a step, so that every claim has its own.
fn report(number: usize) -> NewDocument {
    let (year, authority) = REPORTS[number];
    let mut text = format!("Report {year}\n");
    (0..60).for_each(|step| text.push_str(&format!("Line {step:02} of {year}.\n")));
    let mut new = made::document(&format!("report-{year}.txt"), &text);
    new.document.meta = DocumentMeta {
        title: format!("Report {year}"),
        publisher: "Monitor".to_owned(),
        published: Edtf::year(year),
        authority: authority.to_owned(),
        ..DocumentMeta::default()
    };
    new
}

fn claim(number: usize, step: Step) -> Option<Claim> {
    let Step::Claim {
        state,
        property,
        value,
        year,
        report: from,
        speaker,
        modality,
    } = step
    else {
        return None;
    };
    let document = report(from).document;
    let line = format!("Line {number:02}");
    let mut assertion = made::assertion(&document, STATES[state], PROPERTIES[property], &line);
    assertion.subject = Subject::state(STATES[state], STATES[state]).into();
    let count = i64::try_from(value).unwrap() + 1;
    let (content, qualifiers) = match property {
        0 => (
            Content::code(CODES[value]),
            Qualifiers::from([("treaty".to_owned(), "Mine Ban Treaty".to_owned())]),
        ),
        _ => (
            Content::Known(Value::Quantity(Quantity::exactly(
                count,
                "persons",
                &count.to_string(),
            ))),
            Qualifiers::from([("outcome".to_owned(), "killed".to_owned())]),
        ),
    };
    assertion.content = content;
    assertion.qualifiers = qualifiers.into();
    assertion.valid = ValidTime::new(Edtf::year(year), TimeMode::Throughout);
    assertion.stated = Edtf::year(REPORTS[from].0);
    assertion.modality = MODALITIES[modality];
    let named = Some(SPEAKERS[speaker]).filter(|name| !name.is_empty());
    assertion.claimants = named.map(str::to_owned).into_iter().collect();
    assertion.notes = [].into();
    Some(made::claim(number_of(number), assertion))
}

fn number_of(step: usize) -> u64 {
    u64::try_from(step).unwrap()
}

/// The number of the step that a statement comes from.
pub fn number(statement: &Statement) -> usize {
    match &statement.id {
        Target::Claim(id) => usize::try_from(id.uuid().as_u128() & 0xFFFF).unwrap(),
        _ => usize::MAX,
    }
}

/// A value as the fold names it.
pub fn value(content: &Content) -> String {
    match content.value().expect("a value") {
        Value::Code(code) => CODES.iter().position(|c| c == code).unwrap().to_string(),
        value => (value.words().parse::<i64>().unwrap() - 1).to_string(),
    }
}

fn batch(number: usize, step: Step) -> Batch {
    let id = |step: usize| ClaimId::new(made::id(number_of(step)));
    let (at, reason) = (number_of(number), format!("step {number}"));
    let key = |state: usize| SubjectKey::new("state", STATES[state]);
    let mut batch = Batch {
        claims: claim(number, step).into_iter().collect(),
        ..Batch::default()
    };
    match step {
        Step::Claim { .. } => {}
        Step::Ends { claim, kind, other } => {
            let event = made::event(at, id(claim), kind, other.map(id), &reason);
            batch.events.push(event);
        }
        Step::Judge { claim, verdict } => {
            let target = Target::Claim(id(claim));
            batch
                .judgements
                .push(made::judged(at, target, verdict, &reason));
        }
        Step::Identity {
            one,
            other,
            verdict,
        } => {
            let target = Target::identity(key(one), key(other));
            batch
                .judgements
                .push(made::judged(at, target, verdict, &reason));
        }
    }
    batch
}

/// The moment of a minute; all of them lie in one day, so that ages are the same in all views.
fn moment(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + 60 * minute).unwrap()
}

fn stamp(transaction: u64, minute: i64) -> Stamp {
    Stamp {
        at: moment(minute),
        ..made::stamp(transaction)
    }
}

/// A ledger that was told a history.
pub struct Told {
    pub ledger: SqliteLedger,
    transactions: u64,
}

impl Told {
    fn new() -> Self {
        let mut told = Self {
            ledger: SqliteLedger::in_memory().unwrap(),
            transactions: 0,
        };
        let documents = Batch {
            documents: (0..REPORTS.len()).map(report).collect(),
            ..Batch::default()
        };
        told.append(&documents, -1);
        told
    }

    fn append(&mut self, batch: &Batch, minute: i64) {
        self.transactions += 1;
        let stamp = stamp(self.transactions, minute);
        self.ledger.append(batch, &stamp).unwrap();
    }

    /// All that one moment holds in one transaction.
    pub fn at_once(world: &World) -> Self {
        let mut told = Self::new();
        let numbered: Vec<(usize, &Timed)> = world.steps.iter().enumerate().collect();
        for same in numbered.chunk_by(|a, b| a.1.minute == b.1.minute) {
            let mut whole = Batch::default();
            for (number, step) in same {
                let one = batch(*number, step.what);
                whole.claims.extend(one.claims);
                whole.events.extend(one.events);
                whole.judgements.extend(one.judgements);
            }
            told.append(&whole, same[0].1.minute);
        }
        told
    }

    /// Step by step, those of one moment in an order that `shuffle` chooses; claims before what is said of them.
    pub fn one_by_one(world: &World, shuffle: u64) -> Self {
        let mut told = Self::new();
        let mut order: Vec<usize> = (0..world.steps.len()).collect();
        let mixed = |at: &usize| {
            let turned = (number_of(*at) + 1).wrapping_mul(shuffle | 1);
            turned.rotate_left(17).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        };
        order.sort_by_key(|at| {
            let step = &world.steps[*at];
            let claim = matches!(step.what, Step::Claim { .. });
            (step.minute, !claim, mixed(at))
        });
        for at in order {
            let step = &world.steps[at];
            told.append(&batch(at, step.what), step.minute);
        }
        told
    }

    /// One more judgement, an hour after everything else.
    pub fn judge(&mut self, one: usize, other: usize, verdict: Verdict) {
        let number = 900 + usize::try_from(self.transactions).unwrap();
        let step = Step::Identity {
            one,
            other,
            verdict,
        };
        let minute = 60 + i64::try_from(self.transactions).unwrap();
        self.append(&batch(number, step), minute);
    }

    /// The view of a state.
    pub fn view(&mut self, state: usize, recorded: Option<i64>, published: Option<i16>) -> View {
        let context = Context {
            ledger: &mut self.ledger,
            knowledge: knowledge(),
            clock: &Fixed,
            ids: &mut Fixed,
            read: |_, _, _, _| unread(),
            actor: "A. Tester".to_owned(),
            tool: "test".to_owned(),
        };
        let request = Request {
            subject: STATES[state].to_owned(),
            property: None,
            known: recorded.map(moment),
            published: published.map(|year| format!("{year}-12-31").parse().unwrap()),
            assurance: Assurance::ClaimsOnly,
        };
        show::show(&context, &request).unwrap().view
    }
}

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::load(&Overrides::default()).unwrap())
}

pub fn vocabulary() -> &'static Vocabulary {
    &knowledge().vocabulary
}

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        moment(0)
    }
}

impl Ids for Fixed {
    fn next(&mut self) -> Uuid {
        Uuid::nil()
    }
}

/// Nothing is read here.
fn unread() -> Document {
    made::document("unread", "").document
}
