//! What reviewers decide on, what they decided, and what was published, read back.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use whitestone_model::{
    ClaimId, Edition, Fingerprint, Judgement, JudgementId, Recorded, SubjectKey, Target,
};

use crate::failure::Fault;
use crate::read::{from_json, from_name, optional_uuid, recorded, uuid};
use crate::shelf::text;

/// Claims and candidates whose id begins with these digits.
pub fn find(
    connection: &Connection,
    beginning: &str,
    limit: usize,
) -> Result<Vec<(Target, SubjectKey)>, Fault> {
    let digits: String = beginning.chars().filter(|c| *c != '-').collect();
    let (Some(claims), Some(candidates)) = (between::<16>(&digits), between::<32>(&digits)) else {
        return Ok(Vec::new());
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(include_str!("../sql/find.sql"))?;
    let bounds = params![claims.0, claims.1, candidates.0, candidates.1, limit];
    let mut rows = statement.query(bounds)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let target = match row.get(0)? {
            0 => Target::Claim(ClaimId::new(uuid(row, 1)?)),
            _ => Target::Candidate(Fingerprint::from_bytes(row.get(1)?)),
        };
        found.push((target, SubjectKey::new(text(row, 2)?, text(row, 3)?)));
    }
    Ok(found)
}

/// The first and last value of so many bytes whose hexadecimal digits begin so; longer beginnings stand for none.
fn between<const BYTES: usize>(digits: &str) -> Option<([u8; BYTES], [u8; BYTES])> {
    if digits.is_empty() || digits.len() > 64 {
        return None;
    }
    let (mut first, mut last) = ([0x00; BYTES], [0xFF; BYTES]);
    for (at, digit) in digits.chars().enumerate() {
        let digit = u8::try_from(digit.to_digit(16)?).ok()?;
        let shift = if at % 2 == 0 { 4 } else { 0 };
        let (Some(low), Some(high)) = (first.get_mut(at / 2), last.get_mut(at / 2)) else {
            // More digits than it has: an empty range.
            return Some(([0xFF; BYTES], [0x00; BYTES]));
        };
        *low |= digit << shift;
        *high &= digit << shift | if shift == 4 { 0x0F } else { 0xF0 };
    }
    Some((first, last))
}

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
