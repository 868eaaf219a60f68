SELECT rules_version, fingerprint FROM extraction
WHERE id = (SELECT max(extraction.id) FROM extraction JOIN document ON document.id = extraction.document
            WHERE document.hash = ?1)
