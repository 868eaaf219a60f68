SELECT reading.layout, reading.text, document.bytes
FROM document JOIN reading ON reading.document = document.id
WHERE document.hash = ?1
