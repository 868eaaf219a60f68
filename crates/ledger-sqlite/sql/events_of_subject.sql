SELECT event.uuid, claim.uuid, event.kind, other.uuid, event.reason, tx.seq, tx.at, tx.actor
FROM event
JOIN claim ON claim.id = event.claim
LEFT JOIN claim AS other ON other.id = event.other
JOIN tx ON tx.seq = event.tx
WHERE event.subject = ?1 AND (?2 IS NULL OR tx.at <= ?2)
ORDER BY event.id
