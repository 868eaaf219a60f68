SELECT id, fingerprint, subject FROM claim WHERE uuid = ?1
