SELECT hash FROM document WHERE id = ?1
