INSERT INTO claim (tx, uuid, fingerprint, subject, property, document, recorder, rule, rules_version, assertion)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (fingerprint) DO NOTHING
