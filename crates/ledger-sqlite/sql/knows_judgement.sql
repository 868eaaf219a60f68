SELECT EXISTS (SELECT 1 FROM judgement WHERE uuid = ?1)
    OR ?2 = (SELECT fingerprint FROM judgement
             WHERE id = (SELECT max(id) FROM judgement WHERE claim = ?3 OR target = ?4))
