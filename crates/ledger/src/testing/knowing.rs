//! Chapters on knowing: candidates, judgements, events, slices, search.

use std::collections::BTreeSet;

use whitestone_model::{
    ClaimId, DocumentId, EventKind, Judgement, Qualifiers, SubjectKey, Target, Verdict,
};

use super::made::{self, assertion, claim, document, event, judgement, stamp};
use super::{REPORT, Result, claimed, extracted, kembuti, of_documents, report};
use crate::{Batch, CandidateQuery, Ledger, LedgerError, NewDocument, Part, SliceQuery};

pub(super) fn newer_rules_replace_older_candidates(ledger: &mut impl Ledger) -> Result {
    let all = CandidateQuery::default();
    let old = extracted("rules 1", &["destroyed 300", "held 1,200 mines"]);
    let id = old.documents.first().map(|new| new.document.id);
    ledger.append(&old, &stamp(1))?;
    let found = ledger.candidates(&all)?;
    let quotes: Vec<_> = found
        .iter()
        .flat_map(|candidate| {
            candidate
                .what
                .assertion
                .passages()
                .map(|p| p.quote.as_str())
        })
        .collect();
    assert_eq!(
        quotes,
        ["held 1,200 mines", "destroyed 300"],
        "in the order of place"
    );

    ledger.append(&extracted("rules 2", &["destroyed 300"]), &stamp(2))?;
    let found = ledger.candidates(&all)?;
    assert_eq!(found.len(), 1);
    assert!(
        found
            .iter()
            .all(|c| c.tx == 2 && c.what.origin.rules_version == "rules 2")
    );
    if let Some(id) = id {
        assert_eq!(ledger.extracted_with(id)?.as_deref(), Some("rules 2"));
    }
    let with_candidates = SliceQuery {
        with_candidates: true,
        ..kembuti()
    };
    assert_eq!(ledger.slice(&with_candidates)?.candidates.len(), 1);
    let earlier = SliceQuery {
        known: Some(stamp(1).at),
        ..with_candidates
    };
    assert_eq!(
        ledger.slice(&earlier)?.candidates.len(),
        2,
        "nothing was deleted"
    );
    assert_eq!(ledger.slice(&kembuti())?.candidates, [], "only on demand");

    // Rules that no longer find anything in a document leave no candidate of it behind.
    ledger.append(&extracted("rules 3", &[]), &stamp(3))?;
    assert_eq!(ledger.candidates(&all)?, []);
    assert_eq!(ledger.subjects()?, []);
    // Going back to older rules is news, not a repetition.
    assert_eq!(
        ledger
            .append(&extracted("rules 1", &["destroyed 300"]), &stamp(4))?
            .candidates,
        1
    );
    assert_eq!(ledger.subjects()?.len(), 1);
    Ok(())
}

pub(super) fn judgements_settle_candidates(ledger: &mut impl Ledger) -> Result {
    ledger.append(
        &extracted("rules 1", &["held 1,200 mines", "destroyed 300"]),
        &stamp(1),
    )?;
    let open = CandidateQuery::default();
    let all = CandidateQuery {
        judged_too: true,
        ..CandidateQuery::default()
    };
    let Some(first) = ledger.candidates(&open)?.into_iter().next() else {
        assert!(
            ledger.candidates(&open)?.len() == 2,
            "both candidates are open"
        );
        return Ok(());
    };
    let id = first.what.id();
    let steps = [
        (Verdict::Reject, "not a stockpile", 1),
        (Verdict::NeedsWork, "look again", 2),
        (Verdict::Reject, "not a stockpile", 1),
    ];
    for (number, (verdict, reason, left)) in (10..).zip(steps) {
        let batch = Batch {
            judgements: vec![judgement(number, id, verdict, reason)],
            ..Batch::default()
        };
        assert_eq!(
            ledger.append(&batch, &stamp(number))?.judgements,
            1,
            "{verdict:?}"
        );
        assert_eq!(ledger.candidates(&open)?.len(), left, "{verdict:?}");
    }
    assert_eq!(ledger.candidates(&all)?.len(), 2);
    let again = Batch {
        judgements: vec![judgement(20, id, Verdict::Reject, "not a stockpile")],
        ..Batch::default()
    };
    assert_eq!(
        ledger.append(&again, &stamp(20))?.tx,
        None,
        "said twice in a row"
    );

    // The decision outlives a new version of the rules, and a claim remembers the judgement it came from.
    ledger.append(
        &extracted("rules 2", &["held 1,200 mines", "destroyed 300"]),
        &stamp(21),
    )?;
    assert_eq!(ledger.candidates(&open)?.len(), 1);
    let accepted = Batch {
        claims: vec![claim(1, first.what.assertion)],
        judgements: vec![Judgement {
            claim: Some(ClaimId::new(made::id(1))),
            ..judgement(22, id, Verdict::Accept, "read it again: it is")
        }],
        ..Batch::default()
    };
    ledger.append(&accepted, &stamp(22))?;
    let slice = ledger.slice(&kembuti())?;
    assert_eq!(slice.judgements.len(), 1, "the one that made the claim");
    assert!(
        slice
            .judgements
            .iter()
            .all(|j| j.what.target == Target::Candidate(id) && j.what.claim.is_some())
    );
    let whole = ledger.slice(&SliceQuery {
        with_candidates: true,
        ..kembuti()
    })?;
    assert_eq!(whole.judgements.len(), 4);
    Ok(())
}

pub(super) fn a_claim_lives_on_in_its_events(ledger: &mut impl Ledger) -> Result {
    let mut batch = claimed();
    let new = report();
    let less = assertion(&new.document, "KEM", "stockpile.quantity", "destroyed 300");
    batch.claims.push(claim(2, less));
    ledger.append(&batch, &stamp(1))?;
    let (one, two) = (ClaimId::new(made::id(1)), ClaimId::new(made::id(2)));
    let events = Batch {
        events: vec![
            event(11, one, EventKind::Confirms, None, "yearly letter"),
            event(12, one, EventKind::Confirms, None, "yearly letter"),
            event(13, one, EventKind::Revises, Some(two), "newer figure"),
        ],
        ..Batch::default()
    };
    assert_eq!(
        ledger.append(&events, &stamp(2))?.events,
        3,
        "still so, and still so a year later"
    );
    let kinds: Vec<_> = ledger
        .slice(&kembuti())?
        .events
        .into_iter()
        .map(|e| (e.what.kind, e.what.other))
        .collect();
    assert_eq!(
        kinds,
        [
            (EventKind::Confirms, None),
            (EventKind::Confirms, None),
            (EventKind::Revises, Some(two))
        ]
    );
    for (number, wrong) in (21..).zip([
        event(21, one, EventKind::Retracts, None, " "),
        event(
            22,
            ClaimId::new(made::id(99)),
            EventKind::Retracts,
            None,
            "nobody's claim",
        ),
        event(23, one, EventKind::Corrects, Some(one), "itself"),
    ]) {
        let refused = ledger.append(
            &Batch {
                events: vec![wrong],
                ..Batch::default()
            },
            &stamp(number),
        );
        assert!(
            matches!(refused, Err(LedgerError::Inconsistent { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(ledger.check()?, []);
    Ok(())
}

pub(super) fn a_slice_knows_what_was_known(ledger: &mut impl Ledger) -> Result {
    ledger.append(&claimed(), &stamp(1))?;
    let one = ClaimId::new(made::id(1));
    let retracted = Batch {
        events: vec![event(11, one, EventKind::Retracts, None, "misread")],
        ..Batch::default()
    };
    ledger.append(&retracted, &stamp(3))?;
    for (minute, claims, events) in [(0, 0, 0), (1, 1, 0), (2, 1, 0), (3, 1, 1)] {
        let slice = ledger.slice(&SliceQuery {
            known: Some(stamp(minute).at),
            ..kembuti()
        })?;
        assert_eq!(
            (slice.claims.len(), slice.events.len()),
            (claims, events),
            "minute {minute}"
        );
        assert_eq!(
            slice.sources.len(),
            claims,
            "the source of what is shown, minute {minute}"
        );
    }
    let now = ledger.slice(&kembuti())?;
    assert!(
        now.claims
            .iter()
            .all(|c| c.tx == 1 && c.at == stamp(1).at && *c.actor == *stamp(1).actor)
    );
    Ok(())
}

pub(super) fn a_slice_holds_one_subject(ledger: &mut impl Ledger) -> Result {
    let mut batch = claimed();
    let new = report();
    let of = |state, property, quote| assertion(&new.document, state, property, quote);
    batch
        .claims
        .push(claim(2, of("KEM", "destruction.quantity", "destroyed 300")));
    batch.claims.push(claim(
        3,
        of("SOL", "stockpile.quantity", "held 1,200 mines"),
    ));
    ledger.append(&batch, &stamp(1))?;
    assert_eq!(ledger.slice(&kembuti())?.claims.len(), 2);
    let stockpile = SliceQuery {
        part: Part::Property("stockpile.quantity".into()),
        ..kembuti()
    };
    let slice = ledger.slice(&stockpile)?;
    assert_eq!(
        slice.claims.into_iter().map(|c| c.what).collect::<Vec<_>>(),
        claimed().claims
    );
    let subjects: Vec<_> = ledger
        .subjects()?
        .into_iter()
        .map(|subject| subject.id)
        .collect();
    assert_eq!(subjects, ["KEM", "SOL"]);
    Ok(())
}

pub(super) fn what_was_touched_is_told(ledger: &mut impl Ledger) -> Result {
    let (report, letter) = (report(), document("letter.txt", "It destroyed 300."));
    let of = |number, new: &NewDocument| {
        let told = assertion(&new.document, "KEM", "hazard.count", "destroyed 300");
        Batch {
            documents: vec![new.clone()],
            claims: vec![claim(number, told)],
            ..Batch::default()
        }
    };
    let (report_id, letter_id) = (Some(report.document.id), Some(letter.document.id));
    let touched = |documents: &[Option<DocumentId>]| -> BTreeSet<_> {
        let key = |document: &Option<DocumentId>| (SubjectKey::new("state", "KEM"), *document);
        documents.iter().map(key).collect()
    };
    assert_eq!(ledger.touched(0)?, touched(&[]));
    ledger.append(&claimed(), &stamp(1))?;
    assert_eq!(ledger.touched(0)?, touched(&[report_id]));
    assert_eq!(ledger.touched(1)?, touched(&[]));
    ledger.append(&of(2, &letter), &stamp(2))?;
    let first = ClaimId::new(made::id(1));
    let taken_back = Batch {
        events: vec![event(3, first, EventKind::Retracts, None, "a slip")],
        ..Batch::default()
    };
    ledger.append(&taken_back, &stamp(9))?;
    assert_eq!(ledger.touched(1)?, touched(&[report_id, letter_id]));
    assert_eq!(ledger.touched(2)?, touched(&[report_id]));
    // A clock that runs back: what is known at the fourth does not hold what the third recorded.
    let mut own_entry = of(4, &letter);
    let mut entry = assertion(&letter.document, "KEM", "casualty.count", "destroyed 300");
    entry.evidence.clear();
    own_entry.claims = vec![claim(4, entry)];
    ledger.append(&own_entry, &stamp(5))?;
    assert_eq!(ledger.touched(4)?, touched(&[None, report_id]));
    ledger.append(&extracted("rules 1", &["held 1,200 mines"]), &stamp(10))?;
    assert_eq!(ledger.touched(5)?, touched(&[]));
    let open = ledger.candidates(&CandidateQuery::default())?;
    let id = open.first().map(|candidate| candidate.what.id());
    let judged = Batch {
        judgements: id
            .map(|id| judgement(6, id, Verdict::Reject, "not so"))
            .into_iter()
            .collect(),
        ..Batch::default()
    };
    ledger.append(&judged, &stamp(11))?;
    assert_eq!(ledger.touched(5)?, touched(&[report_id]));
    let cell = Target::cell(
        SubjectKey::new("state", "KEM"),
        "hazard.count".into(),
        Qualifiers::default(),
    );
    let on_a_cell = Batch {
        judgements: vec![made::judged(7, cell, Verdict::NeedsWork, "count again")],
        ..Batch::default()
    };
    ledger.append(&on_a_cell, &stamp(12))?;
    // What is judged of a cell concerns no document; it comes with any part of the record.
    assert_eq!(ledger.touched(6)?, touched(&[]));
    let slice = ledger.slice(&SliceQuery {
        part: Part::Documents(BTreeSet::new()),
        ..kembuti()
    })?;
    assert_eq!((slice.claims.len(), slice.judgements.len()), (0, 1));
    Ok(())
}

/// What is said in some documents is fetched without the rest: claims with their events, candidates, a person's entries.
pub(super) fn a_slice_may_be_of_documents(ledger: &mut impl Ledger) -> Result {
    let letter = document("letter.txt", "It destroyed 300.");
    let told = |property| assertion(&letter.document, "KEM", property, "destroyed 300");
    let mut entry = told("casualty.count");
    entry.evidence.clear();
    ledger.append(&extracted("rules 1", &["held 1,200 mines"]), &stamp(1))?;
    ledger.append(&claimed(), &stamp(2))?;
    let batch = Batch {
        documents: vec![letter.clone()],
        claims: vec![claim(2, told("hazard.count")), claim(3, entry)],
        events: vec![
            event(
                4,
                ClaimId::new(made::id(1)),
                EventKind::Retracts,
                None,
                "a slip",
            ),
            event(
                5,
                ClaimId::new(made::id(2)),
                EventKind::Confirms,
                None,
                "seen again",
            ),
        ],
        ..Batch::default()
    };
    ledger.append(&batch, &stamp(3))?;
    let (report, letter) = (Some(report().document.id), Some(letter.document.id));
    let elsewhere = Some(document("another.txt", "Nothing.").document.id);
    for (documents, claims, candidates, events) in [
        (vec![], vec![], 0, 0),
        (vec![elsewhere], vec![], 0, 0),
        (vec![report], vec![1], 1, 1),
        (vec![letter], vec![2], 0, 1),
        (vec![None], vec![3], 0, 0),
        (vec![None, letter, report], vec![1, 2, 3], 1, 2),
    ] {
        let slice = ledger.slice(&SliceQuery {
            part: Part::Documents(documents.iter().copied().collect()),
            with_candidates: true,
            ..kembuti()
        })?;
        let found: BTreeSet<ClaimId> = slice.claims.iter().map(|c| c.what.id).collect();
        let expected = claims.into_iter().map(|n| ClaimId::new(made::id(n)));
        assert_eq!(found, expected.collect(), "{documents:?}");
        assert_eq!(slice.candidates.len(), candidates, "{documents:?}");
        assert_eq!(slice.events.len(), events, "{documents:?}");
    }
    Ok(())
}

pub(super) fn words_are_found(ledger: &mut impl Ledger) -> Result {
    let khmer = "Report\nការបោសសម្អាតមីន និង មីន\nMinas antipersonal: destrucción.\n";
    ledger.append(
        &of_documents(vec![report(), document("other", khmer)]),
        &stamp(1),
    )?;
    let check = |words: &str, expected: &[&str]| -> Result {
        let snippets: Vec<String> = ledger
            .search(words, 10)?
            .into_iter()
            .map(|hit| hit.snippet)
            .collect();
        assert_eq!(snippets, expected, "{words}");
        Ok(())
    };
    check("mines army", &["The [army] held 1,200 [mines] in 2003."])?;
    check("\"held 1,200\"", &["The army [held 1,200] mines in 2003."])?;
    check("destruccion", &["Minas antipersonal: [destrucción]."])?;
    check("មីន", &["ការបោសសម្អាតមីន និង [មីន]"])?;
    check("absent", &[])?;
    check("\"mines army\"", &[])?;
    let hit = ledger.search("destroyed", 1)?.pop();
    let place = hit.and_then(|hit| REPORT.get(hit.start..hit.end).map(str::to_owned));
    assert_eq!(place.as_deref(), Some("It destroyed 300 of them."));
    Ok(())
}

pub(super) fn candidates_are_chosen_by_what_is_asked(ledger: &mut impl Ledger) -> Result {
    ledger.append(
        &extracted("rules 1", &["held 1,200 mines", "destroyed 300"]),
        &stamp(1),
    )?;
    let any = CandidateQuery::default;
    let text = |text: &str| Some(text.to_owned());
    let stranger = DocumentId::of(b"never seen");
    for (query, expected) in [
        (any(), 2),
        (
            CandidateQuery {
                document: Some(report().document.id),
                ..any()
            },
            2,
        ),
        (
            CandidateQuery {
                document: Some(stranger),
                ..any()
            },
            0,
        ),
        (
            CandidateQuery {
                rule: text("made"),
                ..any()
            },
            2,
        ),
        (
            CandidateQuery {
                rule: text("other"),
                ..any()
            },
            0,
        ),
        (
            CandidateQuery {
                subject_id: text("KEM"),
                ..any()
            },
            2,
        ),
        (
            CandidateQuery {
                subject_id: text("SOL"),
                ..any()
            },
            0,
        ),
        (
            CandidateQuery {
                property: Some("stockpile.quantity".into()),
                ..any()
            },
            2,
        ),
        (
            CandidateQuery {
                property: Some("hazard.count".into()),
                ..any()
            },
            0,
        ),
    ] {
        assert_eq!(ledger.candidates(&query)?.len(), expected, "{query:?}");
    }
    Ok(())
}
