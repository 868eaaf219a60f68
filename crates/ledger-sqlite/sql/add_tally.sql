INSERT INTO tally (tx, kind, number) VALUES (?1, ?2, ?3)
