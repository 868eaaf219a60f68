-- Rows stand in the order of transactions: each table is walked backwards from its end to what is older. CROSS keeps the
-- new rows on the outer side, so that the cost does not grow with the ledger.
WITH touched (subject, property) AS (
    SELECT subject, property FROM claim
    WHERE id > coalesce((SELECT id FROM claim WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION
    SELECT claim.subject, claim.property FROM event CROSS JOIN claim ON claim.id = event.claim
    WHERE event.id > coalesce((SELECT id FROM event WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION
    SELECT claim.subject, claim.property FROM judgement CROSS JOIN claim ON claim.id = judgement.claim
    WHERE judgement.id > coalesce((SELECT id FROM judgement WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION
    SELECT candidate.subject, candidate.property FROM judgement CROSS JOIN candidate ON candidate.fingerprint = judgement.target
    WHERE judgement.about = 'candidate'
      AND judgement.id > coalesce((SELECT id FROM judgement WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION
    SELECT subject, json_extract(CAST(target AS TEXT), '$.property') FROM judgement
    WHERE about = 'cell'
      AND id > coalesce((SELECT id FROM judgement WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
    UNION
    SELECT candidate.subject, candidate.property
    FROM extraction AS new
    CROSS JOIN extraction ON extraction.document = new.document
    CROSS JOIN candidate ON candidate.extraction = extraction.id
    WHERE new.id > coalesce((SELECT id FROM extraction WHERE tx < ?1 ORDER BY id DESC LIMIT 1), 0)
)
SELECT subject.kind, subject.key, touched.property FROM touched CROSS JOIN subject ON subject.id = touched.subject
