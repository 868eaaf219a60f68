SELECT seq, id, at, actor, tool, note FROM tx WHERE seq >= ?1 ORDER BY seq LIMIT ?2
