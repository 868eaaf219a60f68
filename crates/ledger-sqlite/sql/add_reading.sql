INSERT INTO reading (document, fingerprint, reader, layout, text) VALUES (?1, ?2, ?3, ?4, ?5)
