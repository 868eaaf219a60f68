INSERT INTO candidate (extraction, fingerprint, subject, property, rule, rules_version, start, assertion)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
