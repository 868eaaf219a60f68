SELECT id FROM subject WHERE kind = ?1 AND key = ?2
