-- Rows stand in the order of transactions: each table is walked backwards from its end to what is older. CROSS keeps the
-- new rows on the outer side, and UNION ALL leaves nothing to sort, for which an index would be walked from end to end: so
-- the cost does not grow with the ledger. What is told twice is taken once by whoever asks.
WITH touched (subject, document) AS (
    SELECT subject, document FROM claim
    WHERE id > coalesce((SELECT id FROM claim WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION ALL
    SELECT claim.subject, claim.document FROM event CROSS JOIN claim ON claim.id = event.claim
    WHERE event.id > coalesce((SELECT id FROM event WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION ALL
    SELECT claim.subject, claim.document FROM judgement CROSS JOIN claim ON claim.id = judgement.claim
    WHERE judgement.id > coalesce((SELECT id FROM judgement WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION ALL
    SELECT candidate.subject, extraction.document
    FROM judgement
    CROSS JOIN candidate ON candidate.fingerprint = judgement.target
    CROSS JOIN extraction ON extraction.id = candidate.extraction
    WHERE judgement.about = 'candidate'
      AND judgement.id > coalesce((SELECT id FROM judgement WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION ALL
    SELECT candidate.subject, extraction.document
    FROM extraction AS new
    CROSS JOIN extraction ON extraction.document = new.document
    CROSS JOIN candidate ON candidate.extraction = extraction.id
    WHERE new.id > coalesce((SELECT id FROM extraction WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
)
SELECT subject.kind, subject.key, document.hash
FROM touched CROSS JOIN subject ON subject.id = touched.subject LEFT JOIN document ON document.id = touched.document
