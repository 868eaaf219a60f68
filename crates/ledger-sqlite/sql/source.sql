SELECT source FROM document WHERE hash = ?1
