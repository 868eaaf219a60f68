-- By the index that keeps claims from entering twice: + keeps the search from walking all rows of the subject.
SELECT property, document, origin, assertion, uuid, recorder, tx
FROM claim WHERE coalesce(document, 0) = ?2 AND +subject = ?1
ORDER BY id
