INSERT INTO tx (seq, id, at, actor, tool, note)
VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM tx), ?1, ?2, ?3, ?4, ?5)
