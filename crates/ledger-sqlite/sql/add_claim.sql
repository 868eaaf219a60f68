INSERT INTO claim (tx, uuid, fingerprint, subject, property, document, recorder, origin, assertion)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (coalesce(document, 0), fingerprint) DO NOTHING
