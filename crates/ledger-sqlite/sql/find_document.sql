SELECT id FROM document WHERE hash = ?1
