SELECT kind, key, name FROM subject WHERE id = ?1
