SELECT id, fingerprint, subject FROM claim WHERE coalesce(document, 0) = coalesce(?1, 0) AND fingerprint = ?2
