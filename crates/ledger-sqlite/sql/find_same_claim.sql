SELECT id, fingerprint, subject FROM claim WHERE fingerprint = ?1
