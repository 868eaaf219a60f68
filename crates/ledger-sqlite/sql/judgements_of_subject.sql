SELECT judgement.uuid, claim.uuid, judgement.about, judgement.target, judgement.verdict, judgement.reason,
       judgement.reviewer, result.uuid, tx.seq, tx.at, tx.actor, judgement.subject
FROM judgement
LEFT JOIN claim ON claim.id = judgement.claim
LEFT JOIN claim AS result ON result.id = judgement.result
JOIN tx ON tx.seq = judgement.tx
WHERE (judgement.subject = ?1 OR judgement.other = ?1) AND (?2 IS NULL OR tx.at <= ?2)
ORDER BY judgement.id
