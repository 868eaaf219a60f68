SELECT edition.edition, tx.seq, tx.at, tx.actor FROM edition JOIN tx ON tx.seq = edition.tx ORDER BY edition.id
