-- The world, cell by cell: which claim leads, of how many, and whether all say the same. The quote and the value of the
-- leading claim are read, as a view reads them; their lengths stand for them in the answer. What
-- stands in braces is the table, or its claims with their cells worked out.
SELECT count(*), sum(claims), sum(CASE WHEN lowest <> highest THEN 1 ELSE 0 END), sum(length(quote)), sum(length(value))
FROM (
    SELECT value, quote,
           row_number() OVER best_first AS place,
           count(*) OVER whole_cell AS claims,
           min(value) OVER whole_cell AS lowest,
           max(value) OVER whole_cell AS highest
    FROM {claims} AS claims
    WINDOW whole_cell AS (PARTITION BY state, cell),
           best_first AS (PARTITION BY state, cell ORDER BY rank, said DESC, id)
) AS placed
WHERE place = 1
