SELECT EXISTS (SELECT 1 FROM event WHERE uuid = ?1) OR (?3 AND EXISTS (SELECT 1 FROM event WHERE fingerprint = ?2))
