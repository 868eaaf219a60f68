INSERT INTO edition (tx, uuid, fingerprint, edition) VALUES (?1, ?2, ?3, ?4)
