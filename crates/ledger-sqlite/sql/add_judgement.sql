INSERT INTO judgement (tx, uuid, fingerprint, subject, other, about, claim, target, verdict, reason, reviewer, result)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
