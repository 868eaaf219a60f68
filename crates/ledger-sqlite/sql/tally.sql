SELECT kind, number FROM tally WHERE tx = ?1 ORDER BY kind
