-- Clocks may stand still or run back: what counts is the number, and the clock where it shows more.
SELECT min(seq) FROM tx WHERE seq > ?1 OR at > (SELECT at FROM tx WHERE seq = ?1)
