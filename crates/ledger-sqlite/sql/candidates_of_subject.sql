SELECT candidate.rule, candidate.rules_version, candidate.assertion, tx.seq, tx.at, tx.actor
FROM candidate
JOIN extraction ON extraction.id = candidate.extraction
JOIN document ON document.id = extraction.document
JOIN tx ON tx.seq = extraction.tx
WHERE candidate.subject = ?1 AND (?2 IS NULL OR candidate.property = ?2)
  AND extraction.id = (SELECT max(newer.id) FROM extraction AS newer JOIN tx ON tx.seq = newer.tx
                       WHERE newer.document = extraction.document AND (?3 IS NULL OR tx.at <= ?3))
ORDER BY document.name, document.hash, candidate.start, candidate.id
