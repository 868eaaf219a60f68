SELECT judgement.uuid, claim.uuid, judgement.about, judgement.target, judgement.verdict, judgement.reason,
       judgement.reviewer, result.uuid, tx.seq, tx.at, tx.actor, judgement.subject
FROM judgement
LEFT JOIN claim ON claim.id = judgement.claim
LEFT JOIN claim AS result ON result.id = judgement.result
JOIN tx ON tx.seq = judgement.tx
WHERE judgement.other IS NOT NULL AND (?1 IS NULL OR tx.at <= ?1)
ORDER BY judgement.id
