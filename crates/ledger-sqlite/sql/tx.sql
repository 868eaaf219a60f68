SELECT at, actor FROM tx WHERE seq = ?1
