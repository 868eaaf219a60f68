INSERT INTO candidate (extraction, fingerprint, subject, property, origin, start, assertion)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
