SELECT count(*) FROM claim WHERE subject = ?1 AND (?2 IS NULL OR property = ?2)
