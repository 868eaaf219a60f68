SELECT rule, rules_version FROM origin WHERE id = ?1
