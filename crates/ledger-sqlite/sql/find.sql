SELECT DISTINCT what, id, kind, key FROM (
    SELECT 0 AS what, claim.uuid AS id, subject.kind AS kind, subject.key AS key
    FROM claim JOIN subject ON subject.id = claim.subject
    WHERE claim.uuid BETWEEN ?1 AND ?2
    UNION ALL
    SELECT 1, candidate.fingerprint, subject.kind, subject.key
    FROM candidate JOIN subject ON subject.id = candidate.subject
    WHERE candidate.fingerprint BETWEEN ?3 AND ?4
)
ORDER BY what, id
LIMIT ?5
