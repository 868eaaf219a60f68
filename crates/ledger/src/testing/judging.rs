//! Chapters on judging: cells, findings, identities; and on editions.

use whitestone_model::{
    ClaimId, EditionId, Fingerprint, Judgement, JudgementId, Qualifiers, Recorded, Subject,
    SubjectKey, Target, Verdict,
};

use super::made::{self, assertion, claim, judged, stamp};
use super::{Result, claimed, extracted, kembuti, report};
use crate::{Batch, Ledger, LedgerError, Part, SliceQuery};

fn key(id: &str) -> SubjectKey {
    SubjectKey::new("state", id)
}

fn judge(judgements: Vec<Judgement>) -> Batch {
    Batch {
        judgements,
        ..Batch::default()
    }
}

fn whats<T>(recorded: Vec<Recorded<T>>) -> Vec<T> {
    recorded.into_iter().map(|one| one.what).collect()
}

fn cell(property: &str) -> Target {
    let key_of_cell = Qualifiers::from([("device".to_owned(), "mine".to_owned())]);
    Target::cell(key("KEM"), property.into(), key_of_cell)
}

pub(super) fn judgements_on_cells_findings_and_identities_come_with_the_slice(
    ledger: &mut impl Ledger,
) -> Result {
    let mut batch = claimed();
    let other = assertion(
        &report().document,
        "SOL",
        "stockpile.quantity",
        "destroyed 300",
    );
    batch.claims.push(claim(2, other));
    ledger.append(&batch, &stamp(1))?;
    let finding = Target::finding(key("KEM"), Fingerprint::of(b"a finding"));
    let pair = Target::identity(key("SOL"), key("KEM"));
    let judgements = vec![
        judged(
            11,
            Target::Claim(ClaimId::new(made::id(1))),
            Verdict::Prefer,
            "signed",
        ),
        judged(
            12,
            cell("stockpile.quantity"),
            Verdict::Dispute,
            "too round",
        ),
        judged(13, cell("treaty.status"), Verdict::NeedsWork, "ask again"),
        judged(14, finding, Verdict::Genuine, "two ministries"),
        judged(15, pair, Verdict::Same, "renamed"),
    ];
    let receipt = ledger.append(&judge(judgements.clone()), &stamp(2))?;
    assert_eq!(receipt.judgements, 5);
    let own = |query: &SliceQuery| ledger.slice(query).map(|slice| whats(slice.judgements));
    assert_eq!(own(&kembuti())?, judgements, "all that concerns Kembuti");
    let solana = SliceQuery {
        subject_id: "SOL".to_owned(),
        ..kembuti()
    };
    assert_eq!(
        own(&solana)?,
        judgements[4..],
        "the second of a pair finds it too"
    );
    let stockpile = SliceQuery {
        part: Part::Property("stockpile.quantity".into()),
        ..kembuti()
    };
    let numbers: Vec<_> = own(&stockpile)?.iter().map(|j| j.id.uuid()).collect();
    assert_eq!(
        numbers,
        [11, 12, 14, 15].map(made::id),
        "not what is said of another property's cell"
    );
    let earlier = SliceQuery {
        known: Some(stamp(1).at),
        ..kembuti()
    };
    assert_eq!(own(&earlier)?, []);
    for said in judgements {
        let again = Judgement {
            id: JudgementId::new(made::id(99)),
            ..said
        };
        let receipt = ledger.append(&judge(vec![again]), &stamp(3))?;
        assert_eq!(receipt.tx, None, "said twice in a row");
    }
    assert_eq!(ledger.check()?, []);
    Ok(())
}

pub(super) fn identities_are_known_as_of_any_moment(ledger: &mut impl Ledger) -> Result {
    let pair = |a: &str, b: &str| Target::identity(key(a), key(b));
    let event = Target::identity(
        SubjectKey::new("event", "0a"),
        SubjectKey::new("event", "0b"),
    );
    let steps = [
        judged(11, pair("KEM", "SOL"), Verdict::Same, "renamed in 1999"),
        judged(12, event, Verdict::Unsure, "the day is not given"),
        judged(13, pair("SOL", "KEM"), Verdict::Different, "two islands"),
        judged(
            14,
            pair("KEM", "SOL"),
            Verdict::Same,
            "one of them is a ferry",
        ),
    ];
    for (minute, step) in (1..).zip(&steps) {
        let receipt = ledger.append(&judge(vec![step.clone()]), &stamp(minute))?;
        assert_eq!(receipt.judgements, 1, "{step:?}");
    }
    for (minute, known) in [(0, 0), (1, 1), (2, 2), (3, 3), (9, 4)] {
        let then = ledger.identities(Some(stamp(minute).at))?;
        assert_eq!(whats(then), steps[..known], "minute {minute}");
    }
    assert_eq!(whats(ledger.identities(None)?), steps);
    assert_eq!(
        ledger.subjects()?,
        [],
        "to be judged is not to be on record"
    );
    Ok(())
}

pub(super) fn a_judgement_that_does_not_fit_is_refused(ledger: &mut impl Ledger) -> Result {
    ledger.append(&claimed(), &stamp(1))?;
    let own = Target::Claim(ClaimId::new(made::id(1)));
    let turned = Target::Identity(Box::new((key("SOL"), key("KEM"))));
    for (number, wrong) in (21..).zip([
        judged(
            21,
            own.clone(),
            Verdict::Same,
            "a claim is the same as nothing",
        ),
        judged(22, own, Verdict::Prefer, "  "),
        judged(
            23,
            cell("stockpile.quantity"),
            Verdict::Prefer,
            "a cell has no rival",
        ),
        judged(
            24,
            Target::identity(key("KEM"), key("KEM")),
            Verdict::Same,
            "of course",
        ),
        judged(25, turned, Verdict::Same, "not in order"),
        judged(
            26,
            Target::Claim(ClaimId::new(made::id(99))),
            Verdict::Prefer,
            "nobody's",
        ),
    ]) {
        let refused = ledger.append(&judge(vec![wrong.clone()]), &stamp(number));
        assert!(
            matches!(refused, Err(LedgerError::Inconsistent { .. })),
            "{wrong:?}: {refused:?}"
        );
    }
    assert_eq!(ledger.slice(&kembuti())?.judgements, []);
    Ok(())
}

pub(super) fn an_id_is_found_by_its_beginning(ledger: &mut impl Ledger) -> Result {
    let mut batch = extracted("rules 1", &["held 1,200 mines", "destroyed 300"]);
    batch.claims = claimed().claims;
    let quotes = batch.extractions.iter().flat_map(|e| &e.candidates);
    let candidates: Vec<_> = quotes.map(whitestone_model::Candidate::id).collect();
    ledger.append(&batch, &stamp(1))?;
    // The same candidates of newer rules are the same.
    ledger.append(
        &extracted("rules 2", &["held 1,200 mines", "destroyed 300"]),
        &stamp(2),
    )?;
    let id = ClaimId::new(made::id(1));
    let claim = (Target::Claim(id), key("KEM"));
    let whole = id.to_string();
    for beginning in [&whole, &whole[..20], &whole[..11].to_uppercase()] {
        assert_eq!(
            ledger.find(beginning, 9)?,
            std::slice::from_ref(&claim),
            "{beginning}"
        );
    }
    for id in candidates {
        let found = ledger.find(&id.short(), 9)?;
        assert_eq!(found, [(Target::Candidate(id), key("KEM"))]);
    }
    for strange in ["", "zebra", "0190ffff", "--", "\u{e9}", &"0".repeat(70)] {
        assert_eq!(ledger.find(strange, 9)?, [], "{strange}");
    }
    assert_eq!(ledger.find("0", 0)?, []);
    Ok(())
}

pub(super) fn an_edition_is_kept_as_it_was(ledger: &mut impl Ledger) -> Result {
    let publish = |editions| Batch {
        editions,
        ..Batch::default()
    };
    let empty = ledger.fingerprint()?;
    let (first, second) = (made::edition(1, "2025"), made::edition(2, "2026"));
    let receipt = ledger.append(&publish(vec![first.clone()]), &stamp(1))?;
    assert_eq!((receipt.tx, receipt.editions), (Some(1), 1));
    ledger.append(&publish(vec![second.clone()]), &stamp(2))?;
    assert_eq!(whats(ledger.editions()?), [first.clone(), second]);
    let again = whitestone_model::Edition {
        id: EditionId::new(made::id(77)),
        ..first.clone()
    };
    assert_eq!(
        ledger.append(&publish(vec![again]), &stamp(3))?.tx,
        None,
        "the same edition under another id"
    );
    let of_other = whitestone_model::Edition {
        id: EditionId::new(made::id(78)),
        subject: Subject::state("SOL", "Solana"),
        ..first.clone()
    };
    assert_eq!(
        ledger.append(&publish(vec![of_other]), &stamp(4))?.editions,
        1
    );
    let nameless = whitestone_model::Edition {
        name: String::new(),
        id: EditionId::new(made::id(79)),
        ..first
    };
    let refused = ledger.append(&publish(vec![nameless]), &stamp(5));
    assert!(
        matches!(refused, Err(LedgerError::Inconsistent { .. })),
        "{refused:?}"
    );
    assert_ne!(ledger.fingerprint()?, empty);
    Ok(())
}
