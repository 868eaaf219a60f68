SELECT property, extraction, origin, assertion, fingerprint, start
FROM candidate WHERE subject = ?1 AND (?2 IS NULL OR property = ?2)
ORDER BY id
