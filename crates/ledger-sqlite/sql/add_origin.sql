INSERT INTO origin (rule, rules_version) VALUES (?1, ?2)
