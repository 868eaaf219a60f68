-- A candidate is settled by its newest judgement, unless that one asks for another look, or would make a claim of it and
-- waits for a second reviewer.
SELECT candidate.property, document.id, candidate.origin, candidate.assertion, candidate.subject, extraction.tx
FROM document
JOIN extraction ON extraction.id = (SELECT max(newer.id) FROM extraction AS newer WHERE newer.document = document.id)
JOIN candidate ON candidate.extraction = extraction.id
JOIN subject ON subject.id = candidate.subject
JOIN origin ON origin.id = candidate.origin
WHERE document.id BETWEEN ?1 AND ?6
  AND (?2 IS NULL OR origin.rule = ?2)
  AND (?3 IS NULL OR subject.key = ?3)
  AND (?4 IS NULL OR candidate.property = ?4)
  AND (?5 OR coalesce((SELECT judgement.verdict = 'needs_work'
                           OR judgement.verdict IN ('accept', 'correct', 'prefer') AND judgement.result IS NULL
                       FROM judgement WHERE judgement.target = candidate.fingerprint
                       ORDER BY judgement.id DESC LIMIT 1), TRUE))
ORDER BY document.name, document.hash, candidate.start, candidate.id
