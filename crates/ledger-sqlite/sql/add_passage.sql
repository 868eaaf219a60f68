INSERT INTO passage (document, start, stop) VALUES (?1, ?2, ?3)
