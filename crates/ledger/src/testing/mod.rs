//! The story that every engine must live through.
//!
//! Call [`story`] with a way to make an empty ledger. Each chapter starts with one of its own and says with
//! assertions what must hold; whatever the engine itself reports comes back as the error. [`made`] holds the
//! material: small documents, candidates and claims computed from numbers, free for an engine's own tests.

pub mod made;

use whitestone_model::document::{Piece, SourceMap};
use whitestone_model::{ClaimId, DocumentId, EventKind, Judgement, Slice, Target, Verdict};

use crate::{Batch, CandidateQuery, Extraction, Ledger, LedgerError, NewDocument, SliceQuery};
use made::{assertion, candidate, claim, document, event, judgement, stamp};

type Result = std::result::Result<(), LedgerError>;

const REPORT: &str = "Kembuti\nThe army held 1,200 mines in 2003.\nIt destroyed 300 of them.\n1. Letter of the ministry.\n";

/// Lives through all chapters.
///
/// # Errors
/// What the engine reports.
pub fn story<L: Ledger>(mut fresh: impl FnMut() -> std::result::Result<L, LedgerError>) -> Result {
    an_empty_ledger_is_silent(&mut fresh()?)?;
    a_document_comes_back_as_it_went_in(&mut fresh()?)?;
    what_is_known_adds_nothing(&mut fresh()?)?;
    newer_rules_replace_older_candidates(&mut fresh()?)?;
    judgements_settle_candidates(&mut fresh()?)?;
    a_claim_lives_on_in_its_events(&mut fresh()?)?;
    a_slice_knows_what_was_known(&mut fresh()?)?;
    a_slice_holds_one_subject(&mut fresh()?)?;
    a_batch_is_kept_whole_or_not_at_all(&mut fresh()?)?;
    words_are_found(&mut fresh()?)?;
    the_log_tells_who_and_when(&mut fresh()?)?;
    two_ledgers_told_the_same_are_equal(&mut fresh()?, &mut fresh()?)
}

fn report() -> NewDocument {
    document("kembuti-2004.txt", REPORT)
}

fn of_documents(documents: Vec<NewDocument>) -> Batch {
    Batch {
        documents,
        ..Batch::default()
    }
}

/// The report with two candidates of a version of the rules.
fn extracted(rules_version: &str, quotes: &[&str]) -> Batch {
    let new = report();
    let proposals = quotes
        .iter()
        .map(|quote| assertion(&new.document, "KEM", "stockpile.quantity", quote));
    Batch {
        extractions: vec![Extraction {
            document: new.document.id,
            rules_version: rules_version.to_owned(),
            candidates: proposals.map(|a| candidate(a, rules_version)).collect(),
        }],
        documents: vec![new],
        ..Batch::default()
    }
}

/// The report with one claim, number 1.
fn claimed() -> Batch {
    let new = report();
    let held = assertion(
        &new.document,
        "KEM",
        "stockpile.quantity",
        "held 1,200 mines",
    );
    Batch {
        claims: vec![claim(1, held)],
        documents: vec![new],
        ..Batch::default()
    }
}

fn kembuti() -> SliceQuery {
    SliceQuery {
        subject_kind: "state".to_owned(),
        subject_id: "KEM".to_owned(),
        ..SliceQuery::default()
    }
}

fn an_empty_ledger_is_silent(ledger: &mut impl Ledger) -> Result {
    assert_eq!(ledger.slice(&kembuti())?, Slice::default());
    assert_eq!(ledger.subjects()?, []);
    assert_eq!(ledger.sources()?, []);
    assert_eq!(ledger.tail(0, 10)?, []);
    assert_eq!(ledger.last()?, None);
    assert_eq!(ledger.check()?, []);
    let receipt = ledger.append(&Batch::default(), &stamp(1))?;
    assert_eq!(receipt.tx, None, "an empty batch writes nothing");
    assert_eq!(ledger.last()?, None);
    Ok(())
}

fn a_document_comes_back_as_it_went_in(ledger: &mut impl Ledger) -> Result {
    let plain = report();
    // One whose text is not its bytes: "&amp;" is read as "&".
    let mut html = document("html", "Kembuti & Solana\n");
    html.bytes = b"Kembuti &amp; Solana\n".to_vec();
    html.document.id = DocumentId::of(&html.bytes);
    html.document.source = SourceMap {
        pieces: vec![
            Piece { text: 0, source: 0 },
            Piece {
                text: 9,
                source: 13,
            },
        ],
    };
    let receipt = ledger.append(&of_documents(vec![plain.clone(), html.clone()]), &stamp(1))?;
    assert_eq!((receipt.tx, receipt.documents), (Some(1), 2));
    for new in [&plain, &html] {
        let id = new.document.id;
        assert!(ledger.has_document(id)?);
        assert_eq!(ledger.bytes(id)?.as_ref(), Some(&new.bytes));
        assert_eq!(ledger.document(id)?.as_ref(), Some(&new.document));
    }
    let names: Vec<String> = ledger.sources()?.into_iter().map(|s| s.name).collect();
    assert_eq!(names, ["html", "kembuti-2004.txt"]);
    let note = ledger
        .sources()?
        .pop()
        .and_then(|mut source| source.notes.remove("1"));
    assert_eq!(
        note.map(|note| note.text).as_deref(),
        Some("Letter of the ministry.")
    );
    let stranger = DocumentId::of(b"never seen");
    assert!(!ledger.has_document(stranger)?);
    assert_eq!(
        (ledger.bytes(stranger)?, ledger.document(stranger)?),
        (None, None)
    );
    assert_eq!(ledger.check()?, []);
    Ok(())
}

fn what_is_known_adds_nothing(ledger: &mut impl Ledger) -> Result {
    let mut batch = extracted("rules 1", &["held 1,200 mines", "destroyed 300"]);
    batch.claims = claimed().claims;
    batch.events = vec![event(
        5,
        ClaimId::new(made::id(1)),
        EventKind::Retracts,
        None,
        "misread",
    )];
    let first = ledger.append(&batch, &stamp(1))?;
    assert_eq!(
        (
            first.documents,
            first.candidates,
            first.claims,
            first.events
        ),
        (1, 2, 1, 1)
    );
    let before = ledger.fingerprint()?;

    let again = ledger.append(&batch, &stamp(2))?;
    assert_eq!(again, crate::Receipt::default(), "the same batch again");

    // The same content from another import: other ids, which must then stand for the known records.
    batch.claims = vec![claim(77, claimed().claims.remove(0).assertion)];
    batch.events = vec![event(
        78,
        ClaimId::new(made::id(77)),
        EventKind::Retracts,
        None,
        "misread",
    )];
    assert_eq!(
        ledger.append(&batch, &stamp(3))?.tx,
        None,
        "the same content under other ids"
    );

    assert_eq!(ledger.fingerprint()?, before);
    assert_eq!(
        ledger.tail(0, 10)?.len(),
        1,
        "nothing new, nothing in the log"
    );
    Ok(())
}

fn newer_rules_replace_older_candidates(ledger: &mut impl Ledger) -> Result {
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

fn judgements_settle_candidates(ledger: &mut impl Ledger) -> Result {
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

fn a_claim_lives_on_in_its_events(ledger: &mut impl Ledger) -> Result {
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

fn a_slice_knows_what_was_known(ledger: &mut impl Ledger) -> Result {
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
            .all(|c| c.tx == 1 && c.at == stamp(1).at && c.actor == stamp(1).actor)
    );
    Ok(())
}

fn a_slice_holds_one_subject(ledger: &mut impl Ledger) -> Result {
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
        property: Some("stockpile.quantity".into()),
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

fn a_batch_is_kept_whole_or_not_at_all(ledger: &mut impl Ledger) -> Result {
    let mut astray = claimed();
    for passage in astray
        .claims
        .iter_mut()
        .flat_map(|claim| &mut claim.assertion.evidence)
        .flat_map(|g| &mut g.passages)
    {
        passage.quote = "held 1,300 mines".to_owned();
    }
    let mut homeless = claimed();
    homeless.documents.clear();
    let mut forged = claimed();
    for new in &mut forged.documents {
        new.bytes.push(b'!');
    }
    let mut ids_clash = claimed();
    let other = assertion(
        &report().document,
        "KEM",
        "stockpile.quantity",
        "destroyed 300",
    );
    ids_clash.claims.push(claim(1, other));
    for (what, batch) in [
        ("a quote astray", astray),
        ("no document", homeless),
        ("forged bytes", forged),
        ("one id twice", ids_clash),
    ] {
        let refused = ledger.append(&batch, &stamp(1));
        assert!(
            matches!(refused, Err(LedgerError::Inconsistent { .. })),
            "{what}: {refused:?}"
        );
        assert_eq!(
            (ledger.sources()?, ledger.last()?),
            (Vec::new(), None),
            "{what}: nothing is kept"
        );
    }
    // The same number of a transaction for something else.
    ledger.append(&claimed(), &stamp(1))?;
    let reused = ledger.append(&extracted("rules 1", &[]), &stamp(1));
    assert!(
        matches!(reused, Err(LedgerError::Inconsistent { .. })),
        "{reused:?}"
    );
    assert_eq!(
        ledger.append(&claimed(), &stamp(1))?.tx,
        None,
        "a batch sent again under its own stamp"
    );
    Ok(())
}

fn words_are_found(ledger: &mut impl Ledger) -> Result {
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

fn the_log_tells_who_and_when(ledger: &mut impl Ledger) -> Result {
    ledger.append(&claimed(), &stamp(1))?;
    ledger.append(&extracted("rules 1", &["destroyed 300"]), &stamp(2))?;
    let log = ledger.tail(1, 10)?;
    assert_eq!(
        log.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(
        log.iter()
            .map(|entry| entry.stamp.clone())
            .collect::<Vec<_>>(),
        [stamp(1), stamp(2)]
    );
    let added: Vec<_> = log
        .iter()
        .flat_map(|entry| &entry.added)
        .map(|(kind, n)| (kind.as_str(), *n))
        .collect();
    assert_eq!(
        added,
        [
            ("claims", 1),
            ("documents", 1),
            ("candidates", 1),
            ("extractions", 1)
        ]
    );
    assert_eq!(ledger.tail(2, 10)?.len(), 1);
    assert_eq!(ledger.tail(1, 1)?.len(), 1);
    assert_eq!(ledger.last()?, log.into_iter().last());
    Ok(())
}

fn two_ledgers_told_the_same_are_equal(one: &mut impl Ledger, two: &mut impl Ledger) -> Result {
    let empty = one.fingerprint()?;
    one.append(&claimed(), &stamp(1))?;
    one.append(&extracted("rules 1", &["destroyed 300"]), &stamp(2))?;
    two.append(&extracted("rules 1", &["destroyed 300"]), &stamp(7))?;
    assert_ne!(one.fingerprint()?, two.fingerprint()?);
    let mut other_id = claimed();
    for claim in &mut other_id.claims {
        claim.id = ClaimId::new(made::id(500));
    }
    two.append(&other_id, &stamp(9))?;
    assert_eq!(
        one.fingerprint()?,
        two.fingerprint()?,
        "other order, ids and clocks"
    );
    assert_ne!(one.fingerprint()?, empty);
    Ok(())
}
