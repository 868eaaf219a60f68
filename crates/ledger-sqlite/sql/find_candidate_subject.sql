SELECT subject FROM candidate WHERE fingerprint = ?1 LIMIT 1
