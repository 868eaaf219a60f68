SELECT property, extraction, origin, assertion, fingerprint, start
FROM candidate WHERE subject = ?1
ORDER BY id
