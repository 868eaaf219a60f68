INSERT INTO extraction (tx, document, rules_version, fingerprint) VALUES (?1, ?2, ?3, ?4)
