SELECT document.id, coalesce(CAST(reading.text AS BLOB), document.bytes)
FROM document JOIN reading ON reading.document = document.id
WHERE document.hash = ?1
