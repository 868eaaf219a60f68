-- Its document and transaction, and whether it was the newest of the document by then.
SELECT extraction.document, document.name, extraction.tx,
       extraction.id = (SELECT max(newer.id) FROM extraction AS newer JOIN tx ON tx.seq = newer.tx
                        WHERE newer.document = extraction.document AND (?2 IS NULL OR tx.at <= ?2))
FROM extraction JOIN document ON document.id = extraction.document
WHERE extraction.id = ?1
