SELECT source FROM document ORDER BY name, hash
