SELECT property, extraction, origin, assertion, candidate.fingerprint, start
FROM extraction CROSS JOIN candidate ON candidate.extraction = extraction.id
WHERE extraction.document = ?2 AND +candidate.subject = ?1
ORDER BY candidate.id
