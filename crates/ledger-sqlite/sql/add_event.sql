INSERT INTO event (tx, uuid, fingerprint, subject, claim, kind, other, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
