SELECT id, name FROM subject WHERE kind = ?1 AND key = ?2
