-- The inner list comes sorted by row: neighbours in the file are read together, and in the order of transactions.
SELECT claim.uuid, claim.recorder, claim.rule, claim.rules_version, claim.assertion, tx.seq, tx.at, tx.actor
FROM claim JOIN tx ON tx.seq = claim.tx
WHERE claim.id IN (SELECT id FROM claim WHERE subject = ?1 AND (?2 IS NULL OR property = ?2))
  AND (?3 IS NULL OR tx.at <= ?3)
ORDER BY claim.id
