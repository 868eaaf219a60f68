SELECT id FROM origin WHERE rule = ?1 AND rules_version = ?2
