//! Chapters on keeping: documents, repetition, whole batches, the log, the fingerprint.

use std::sync::Arc;

use whitestone_model::document::{Piece, SourceMap};
use whitestone_model::{ClaimId, DocumentId, EventKind, Slice};

use super::made::{self, assertion, claim, document, event, stamp};
use super::{Result, claimed, extracted, kembuti, of_documents, report};
use crate::{Batch, Ledger, LedgerError};

pub(super) fn an_empty_ledger_is_silent(ledger: &mut impl Ledger) -> Result {
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

pub(super) fn a_document_comes_back_as_it_went_in(ledger: &mut impl Ledger) -> Result {
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

pub(super) fn what_is_known_adds_nothing(ledger: &mut impl Ledger) -> Result {
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

pub(super) fn a_batch_is_kept_whole_or_not_at_all(ledger: &mut impl Ledger) -> Result {
    let mut astray = claimed();
    for passage in astray
        .claims
        .iter_mut()
        .flat_map(|claim| &mut Arc::make_mut(&mut claim.assertion).evidence)
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

pub(super) fn the_log_tells_who_and_when(ledger: &mut impl Ledger) -> Result {
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

pub(super) fn two_ledgers_told_the_same_are_equal(
    one: &mut impl Ledger,
    two: &mut impl Ledger,
) -> Result {
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
