SELECT property, document, origin, assertion, uuid, recorder, tx FROM claim WHERE uuid = ?1 AND subject = ?2
