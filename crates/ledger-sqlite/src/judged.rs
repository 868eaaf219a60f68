//! What reviewers decided and what was published, read back.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use whitestone_model::{
    ClaimId, Edition, Fingerprint, Judgement, JudgementId, Recorded, SubjectKey, Target,
};

use crate::failure::Fault;
use crate::read::{from_json, from_name, optional_uuid, recorded, uuid};
use crate::shelf::text;

/// Judgements that concern a subject's record.
pub fn of_subject(
    connection: &Connection,
    subject: i64,
    known: Option<i64>,
) -> Result<Vec<Recorded<Judgement>>, Fault> {
    let sql = include_str!("../sql/judgements_of_subject.sql");
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![subject, known])?;
    let mut judgements = Vec::new();
    while let Some(row) = rows.next()? {
        judgements.push(judgement(connection, row)?);
    }
    Ok(judgements)
}

/// All judgements on who is the same as whom.
pub fn identities(
    connection: &Connection,
    known: Option<Timestamp>,
) -> Result<Vec<Recorded<Judgement>>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/identities.sql"))?;
    let mut rows = statement.query([known.map(Timestamp::as_microsecond)])?;
    let mut judgements = Vec::new();
    while let Some(row) = rows.next()? {
        judgements.push(judgement(connection, row)?);
    }
    Ok(judgements)
}

/// All editions.
pub fn editions(connection: &Connection) -> Result<Vec<Recorded<Edition>>, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/editions.sql"))?;
    let mut rows = statement.query([])?;
    let mut editions = Vec::new();
    while let Some(row) = rows.next()? {
        let edition: Edition = from_json("edition", &(editions.len() + 1), text(row, 0)?)?;
        editions.push(recorded(row, 1, edition)?);
    }
    Ok(editions)
}

fn judgement(connection: &Connection, row: &Row<'_>) -> Result<Recorded<Judgement>, Fault> {
    let id = JudgementId::new(uuid(row, 0)?);
    let judgement = Judgement {
        id,
        target: target(connection, row, id)?,
        verdict: from_name("judgement", &id, text(row, 4)?)?,
        reason: row.get(5)?,
        reviewer: row.get(6)?,
        claim: optional_uuid(row, 7)?.map(ClaimId::new),
    };
    recorded(row, 8, judgement)
}

fn target(connection: &Connection, row: &Row<'_>, id: JudgementId) -> Result<Target, Fault> {
    let json = || {
        let form = row.get_ref(3)?.as_blob().unwrap_or_default();
        std::str::from_utf8(form).map_err(|error| Fault::row("judgement", &id, error.to_string()))
    };
    let fingerprint = || Ok::<_, Fault>(Fingerprint::from_bytes(row.get(3)?));
    match text(row, 2)? {
        "claim" => Ok(Target::Claim(ClaimId::new(uuid(row, 1)?))),
        "candidate" => Ok(Target::Candidate(fingerprint()?)),
        "finding" => Ok(Target::finding(
            subject(connection, row.get(11)?)?,
            fingerprint()?,
        )),
        "cell" => Ok(Target::Cell(from_json("judgement", &id, json()?)?)),
        "identity" => Ok(Target::Identity(from_json("judgement", &id, json()?)?)),
        other => Err(Fault::row(
            "judgement",
            &id,
            format!("it is about {other:?}, which this program does not know"),
        )),
    }
}

fn subject(connection: &Connection, row: i64) -> Result<SubjectKey, Fault> {
    let mut statement = connection.prepare_cached(include_str!("../sql/subject.sql"))?;
    Ok(statement.query_row([row], |row| {
        Ok(SubjectKey {
            kind: row.get(0)?,
            id: row.get(1)?,
        })
    })?)
}
