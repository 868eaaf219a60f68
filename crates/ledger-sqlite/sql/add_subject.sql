INSERT INTO subject (kind, key, name) VALUES (?1, ?2, ?3)
