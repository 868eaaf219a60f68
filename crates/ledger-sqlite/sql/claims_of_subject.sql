-- In the order of rows: neighbours in the file are read together, and in the order of transactions.
SELECT property, document, origin, assertion, uuid, recorder, tx
FROM claim WHERE subject = ?1
ORDER BY id
