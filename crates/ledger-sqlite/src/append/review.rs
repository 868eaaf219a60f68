//! What happens to claims and candidates after they are recorded: events, judgements, editions.

use rusqlite::{OptionalExtension, params};
use whitestone_model::{
    ClaimEvent, ClaimId, Edition, EditionId, EventKind, Fingerprint, Judgement, Subject,
    SubjectKey, Target,
};

use super::{ClaimRow, Writer, json, name};
use crate::failure::Fault;

/// What a judgement is about, as stored: a claim's row, or the bytes that name anything else.
struct TargetRow {
    subject: i64,
    other: Option<i64>,
    claim: Option<ClaimRow>,
    bytes: Option<Vec<u8>>,
}

impl Writer<'_> {
    pub(super) fn event(&mut self, event: &ClaimEvent) -> Result<(), Fault> {
        let wrong = |why: String| Fault::row("event", &event.id, why);
        if event.reason.trim().is_empty() {
            return Err(wrong("it gives no reason".to_owned()));
        }
        let claim = self.claim_named(event.claim, wrong)?;
        let other = self.named_claim(event.other, wrong)?;
        if other.is_some_and(|other| other.row == claim.row) {
            return Err(wrong("a claim cannot take its own place".to_owned()));
        }
        let form = (
            &claim.fingerprint,
            event.kind,
            other.map(|o| o.fingerprint),
            &event.reason,
        );
        let fingerprint = Fingerprint::of(json("event", &event.id, &form)?.as_bytes());
        // "Still so" may be said every year in the same words; anything else happens once.
        let happens_once = event.kind != EventKind::Confirms || other.is_some();
        let uuid = event.id.uuid();
        let known: bool = self
            .transaction
            .prepare_cached(include_str!("../../sql/knows_event.sql"))?
            .query_row(
                params![uuid.as_bytes(), fingerprint.as_bytes(), happens_once],
                |row| row.get(0),
            )?;
        if known {
            return Ok(());
        }
        self.transaction
            .prepare_cached(include_str!("../../sql/add_event.sql"))?
            .execute(params![
                self.tx,
                uuid.as_bytes(),
                fingerprint.as_bytes(),
                claim.subject,
                claim.row,
                name("event", event.kind)?,
                other.map(|other| other.row),
                event.reason
            ])?;
        self.count("events", 1);
        Ok(())
    }

    pub(super) fn judgement(&mut self, judgement: &Judgement) -> Result<(), Fault> {
        let wrong = |why: String| Fault::row("judgement", &judgement.id, why);
        if judgement.reason.trim().is_empty() {
            return Err(wrong("it gives no reason".to_owned()));
        }
        if !judgement.verdict.fits(&judgement.target) {
            let (verdict, kind) = (judgement.verdict, judgement.target.kind());
            return Err(wrong(format!(
                "{verdict:?} is no verdict on a target of the kind {kind:?}",
                verdict = verdict.name()
            )));
        }
        let target = self.target(&judgement.target, wrong)?;
        let result = self.named_claim(judgement.claim, wrong)?;
        let form = (
            (
                target.claim.map(|claim| claim.fingerprint),
                judgement.target.kind(),
                &target.bytes,
            ),
            (judgement.verdict, &judgement.reason, &judgement.reviewer),
            result.map(|claim| claim.fingerprint),
        );
        let fingerprint = Fingerprint::of(json("judgement", &judgement.id, &form)?.as_bytes());
        let claim = target.claim.map(|claim| claim.row);
        let uuid = judgement.id.uuid();
        // Said again after somebody said otherwise is news; said twice in a row is not.
        let known: Option<bool> = self
            .transaction
            .prepare_cached(include_str!("../../sql/knows_judgement.sql"))?
            .query_row(
                params![uuid.as_bytes(), fingerprint.as_bytes(), claim, target.bytes],
                |row| row.get(0),
            )?;
        if known == Some(true) {
            return Ok(());
        }
        self.transaction
            .prepare_cached(include_str!("../../sql/add_judgement.sql"))?
            .execute(params![
                self.tx,
                uuid.as_bytes(),
                fingerprint.as_bytes(),
                target.subject,
                target.other,
                judgement.target.kind(),
                claim,
                target.bytes,
                judgement.verdict.name(),
                judgement.reason,
                judgement.reviewer,
                result.map(|claim| claim.row)
            ])?;
        self.count("judgements", 1);
        Ok(())
    }

    pub(super) fn edition(&mut self, edition: &Edition) -> Result<(), Fault> {
        if edition.name.trim().is_empty() {
            let why = "it has no name";
            return Err(Fault::row("edition", &edition.id, why));
        }
        let nameless = Edition {
            id: EditionId::new(uuid::Uuid::nil()),
            ..edition.clone()
        };
        let said = Fingerprint::of(json("edition", &edition.id, &nameless)?.as_bytes());
        let uuid = edition.id.uuid();
        let known: bool = self
            .transaction
            .prepare_cached(include_str!("../../sql/knows_edition.sql"))?
            .query_row(params![uuid.as_bytes(), said.as_bytes()], |row| row.get(0))?;
        if known {
            return Ok(());
        }
        self.transaction
            .prepare_cached(include_str!("../../sql/add_edition.sql"))?
            .execute(params![
                self.tx,
                uuid.as_bytes(),
                said.as_bytes(),
                json("edition", &edition.id, edition)?
            ])?;
        self.count("editions", 1);
        Ok(())
    }

    fn target(
        &mut self,
        target: &Target,
        wrong: impl Fn(String) -> Fault + Copy,
    ) -> Result<TargetRow, Fault> {
        let about = |subject, bytes: Vec<u8>| TargetRow {
            subject,
            other: None,
            claim: None,
            bytes: Some(bytes),
        };
        match target {
            Target::Claim(id) => {
                let claim = self.claim_named(*id, wrong)?;
                Ok(TargetRow {
                    subject: claim.subject,
                    other: None,
                    claim: Some(claim),
                    bytes: None,
                })
            }
            Target::Candidate(id) => {
                let subject = self.subject_of_candidate(*id)?.ok_or_else(|| {
                    let id = id.short();
                    wrong(format!(
                        "it names candidate {id}, which is not in this ledger"
                    ))
                })?;
                Ok(about(subject, id.as_bytes().to_vec()))
            }
            Target::Finding(finding) => {
                let subject = self.judged_subject(&finding.subject)?;
                Ok(about(subject, finding.id.as_bytes().to_vec()))
            }
            Target::Cell(cell) => {
                let subject = self.judged_subject(&cell.subject)?;
                Ok(about(
                    subject,
                    json("judgement", target, cell)?.into_bytes(),
                ))
            }
            Target::Identity(pair) => {
                let (one, other) = pair.as_ref();
                if one >= other {
                    let why = "it wants two different subjects, the first in order first";
                    return Err(wrong(why.to_owned()));
                }
                Ok(TargetRow {
                    other: Some(self.judged_subject(other)?),
                    ..about(
                        self.judged_subject(one)?,
                        json("judgement", target, pair)?.into_bytes(),
                    )
                })
            }
        }
    }

    /// The row of a subject that a judgement names. An event of which a passage tells may have none yet.
    fn judged_subject(&mut self, key: &SubjectKey) -> Result<i64, Fault> {
        let subject = Subject {
            kind: key.kind.clone(),
            id: key.id.clone(),
            name: key.id.clone(),
        };
        Ok(self.subject(&subject)?.row)
    }

    /// The claim that a record points to, if it points to one.
    fn named_claim(
        &self,
        id: Option<ClaimId>,
        wrong: impl Fn(String) -> Fault,
    ) -> Result<Option<ClaimRow>, Fault> {
        id.map(|id| self.claim_named(id, wrong)).transpose()
    }

    fn claim_named(&self, id: ClaimId, wrong: impl Fn(String) -> Fault) -> Result<ClaimRow, Fault> {
        self.find_claim(id)?
            .ok_or_else(|| wrong(format!("it names claim {id}, which is not in this ledger")))
    }

    fn subject_of_candidate(&self, id: Fingerprint) -> Result<Option<i64>, Fault> {
        let mut find = self
            .transaction
            .prepare_cached(include_str!("../../sql/find_candidate_subject.sql"))?;
        Ok(find
            .query_row([id.as_bytes()], |row| row.get(0))
            .optional()?)
    }
}
