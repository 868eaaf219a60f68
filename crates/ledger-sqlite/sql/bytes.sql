SELECT bytes FROM document WHERE hash = ?1
