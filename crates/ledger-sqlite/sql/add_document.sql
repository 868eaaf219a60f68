INSERT INTO document (tx, hash, name, source, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
