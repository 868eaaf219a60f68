INSERT INTO passage_words (rowid, words) VALUES (?1, ?2)
