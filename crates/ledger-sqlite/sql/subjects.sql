SELECT kind, key, name FROM subject
WHERE EXISTS (SELECT 1 FROM claim WHERE claim.subject = subject.id)
   OR EXISTS (SELECT 1 FROM candidate JOIN extraction ON extraction.id = candidate.extraction
              WHERE candidate.subject = subject.id
                AND extraction.id = (SELECT max(newer.id) FROM extraction AS newer
                                     WHERE newer.document = extraction.document))
ORDER BY kind, key
