SELECT EXISTS (SELECT 1 FROM edition WHERE uuid = ?1 OR fingerprint = ?2)
