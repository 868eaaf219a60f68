//! What happens to claims and candidates after they are recorded: events and judgements.

use rusqlite::{OptionalExtension, params};
use whitestone_model::{ClaimEvent, ClaimId, EventKind, Fingerprint, Judgement, Target};

use super::{ClaimRow, Writer, json, name};
use crate::failure::Fault;

/// What a judgement is about, as stored.
struct TargetRow {
    subject: i64,
    claim: Option<ClaimRow>,
    candidate: Option<Fingerprint>,
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
        let target = self.target(&judgement.target, wrong)?;
        let result = self.named_claim(judgement.claim, wrong)?;
        let form = (
            (
                target.claim.map(|claim| claim.fingerprint),
                target.candidate,
            ),
            (judgement.verdict, &judgement.reason, &judgement.reviewer),
            result.map(|claim| claim.fingerprint),
        );
        let fingerprint = Fingerprint::of(json("judgement", &judgement.id, &form)?.as_bytes());
        let claim = target.claim.map(|claim| claim.row);
        let candidate = target.candidate.as_ref().map(Fingerprint::as_bytes);
        let uuid = judgement.id.uuid();
        // Said again after somebody said otherwise is news; said twice in a row is not.
        let known: Option<bool> = self
            .transaction
            .prepare_cached(include_str!("../../sql/knows_judgement.sql"))?
            .query_row(
                params![uuid.as_bytes(), fingerprint.as_bytes(), claim, candidate],
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
                claim,
                candidate,
                name("judgement", judgement.verdict)?,
                judgement.reason,
                judgement.reviewer,
                result.map(|claim| claim.row)
            ])?;
        self.count("judgements", 1);
        Ok(())
    }

    fn target(
        &self,
        target: &Target,
        wrong: impl Fn(String) -> Fault + Copy,
    ) -> Result<TargetRow, Fault> {
        match *target {
            Target::Claim(id) => {
                let claim = self.claim_named(id, wrong)?;
                Ok(TargetRow {
                    subject: claim.subject,
                    claim: Some(claim),
                    candidate: None,
                })
            }
            Target::Candidate(id) => {
                let subject = self.subject_of_candidate(id)?.ok_or_else(|| {
                    let id = id.short();
                    wrong(format!(
                        "it names candidate {id}, which is not in this ledger"
                    ))
                })?;
                Ok(TargetRow {
                    subject,
                    claim: None,
                    candidate: Some(id),
                })
            }
        }
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
