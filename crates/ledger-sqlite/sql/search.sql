-- Rank first, cut the few best passages afterwards.
WITH best AS MATERIALIZED (
    SELECT rowid AS id, rank AS score FROM passage_words WHERE passage_words MATCH ?1 ORDER BY rank, rowid LIMIT ?2
)
SELECT document.hash, document.name, passage.start, passage.stop, snippet(passage_words, 0, '[', ']', '…', 40)
FROM best
JOIN passage_words ON passage_words.rowid = best.id AND passage_words MATCH ?1
JOIN passage ON passage.id = best.id
JOIN document ON document.id = passage.document
ORDER BY best.score, best.id
