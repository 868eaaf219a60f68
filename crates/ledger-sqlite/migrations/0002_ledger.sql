-- Format 2: the first that is kept. Once released this file is never edited; the next format is 0003_*.sql. Format 1, of
-- the days before the first release, kept assertions as JSON; it is refused.
--
-- Every table holds records that are appended and never changed; triggers at the end refuse UPDATE and DELETE.
-- `fingerprint` is the SHA-256 of what a record says, without its id and clocks. Ids are UUIDs of 16 bytes.

-- Who wrote, when, with which tool, and why.
CREATE TABLE tx (
    seq   INTEGER PRIMARY KEY,
    id    BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    at    INTEGER NOT NULL,               -- microseconds since 1970-01-01 UTC
    actor TEXT NOT NULL,
    tool  TEXT NOT NULL,
    note  TEXT NOT NULL
) STRICT;

-- How many records of each kind a transaction added.
CREATE TABLE tally (
    tx     INTEGER NOT NULL REFERENCES tx,
    kind   TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (tx, kind)
) STRICT, WITHOUT ROWID;

-- The archived bytes. `source` (JSON) is what a footnote needs: meta data and notes.
CREATE TABLE document (
    id     INTEGER PRIMARY KEY,
    tx     INTEGER NOT NULL REFERENCES tx,
    hash   BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),   -- SHA-256 of `bytes`
    name   TEXT NOT NULL,
    source TEXT NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

-- The document as read when it was added. `text` is NULL where it equals the bytes.
CREATE TABLE reading (
    document    INTEGER PRIMARY KEY REFERENCES document,
    fingerprint BLOB NOT NULL UNIQUE,
    reader      TEXT NOT NULL,
    layout      TEXT NOT NULL,            -- JSON: the document without its text
    text        TEXT
) STRICT;

-- Blocks of the text, as byte ranges, for search.
CREATE TABLE passage (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    start    INTEGER NOT NULL,
    stop     INTEGER NOT NULL CHECK (stop > start)
) STRICT;

-- The words of each passage, cut out of the archived text: nothing is stored twice.
CREATE VIEW passage_text AS
SELECT passage.id AS id,
       CAST(substr(coalesce(CAST(reading.text AS BLOB), document.bytes), start + 1, stop - start) AS TEXT) AS words
FROM passage
JOIN document ON document.id = passage.document
JOIN reading ON reading.document = passage.document;

-- Vowel signs (Mn, Mc) belong to words: without them Khmer, Lao, Burmese, Thai, Tamil or Nepali words fall apart.
CREATE VIRTUAL TABLE passage_words USING fts5 (
    words,
    content = 'passage_text',
    content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

-- What claims and candidates are about; `name` as first recorded.
CREATE TABLE subject (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key  TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, key)
) STRICT;

-- One run of one version of the rules over one document. The newest one of a document counts.
CREATE TABLE extraction (
    id            INTEGER PRIMARY KEY,
    tx            INTEGER NOT NULL REFERENCES tx,
    document      INTEGER NOT NULL REFERENCES document,
    rules_version TEXT NOT NULL,
    fingerprint   BLOB NOT NULL
) STRICT;
CREATE INDEX extraction_of_document ON extraction (document);

-- What proposed candidates, and the claims that came of them.
CREATE TABLE origin (
    id            INTEGER PRIMARY KEY,
    rule          TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    UNIQUE (rule, rules_version)
) STRICT;

-- A machine's proposal.
CREATE TABLE candidate (
    id            INTEGER PRIMARY KEY,
    extraction    INTEGER NOT NULL REFERENCES extraction,
    fingerprint   BLOB NOT NULL,
    subject       INTEGER NOT NULL REFERENCES subject,
    property      TEXT NOT NULL,
    origin        INTEGER NOT NULL REFERENCES origin,
    start         INTEGER NOT NULL,       -- first byte of its first passage
    assertion     BLOB NOT NULL           -- what the row does not say, in the form of `src/form.rs`
) STRICT;
CREATE INDEX candidate_of_extraction ON candidate (extraction);
CREATE INDEX candidate_of_subject ON candidate (subject);
CREATE INDEX candidate_by_fingerprint ON candidate (fingerprint);

-- An assertion in the record. `document` is that of its first passage; NULL for a person's own entry.
CREATE TABLE claim (
    id            INTEGER PRIMARY KEY,
    tx            INTEGER NOT NULL REFERENCES tx,
    uuid          BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    fingerprint   BLOB NOT NULL,
    subject       INTEGER NOT NULL REFERENCES subject,
    property      TEXT NOT NULL,
    document      INTEGER REFERENCES document,
    recorder      TEXT NOT NULL,
    origin        INTEGER REFERENCES origin,
    assertion     BLOB NOT NULL           -- what the row does not say, in the form of `src/form.rs`
) STRICT;
-- Claims of one document and of one subject come together, so these two grow at few places at a time: an index in the
-- order of fingerprints, or of properties, would be written all over by every batch.
CREATE UNIQUE INDEX claim_once ON claim (coalesce(document, 0), fingerprint);
CREATE INDEX claim_of_subject ON claim (subject);

-- What happened to a claim afterwards. `subject` is that of the claim, so that a slice is one range scan.
CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    tx          INTEGER NOT NULL REFERENCES tx,
    uuid        BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    fingerprint BLOB NOT NULL,
    subject     INTEGER NOT NULL REFERENCES subject,
    claim       INTEGER NOT NULL REFERENCES claim,
    kind        TEXT NOT NULL,
    other       INTEGER REFERENCES claim,
    reason      TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE INDEX event_of_subject ON event (subject);
CREATE INDEX event_by_fingerprint ON event (fingerprint);

-- What a reviewer decided, and why. `subject` is that of what is judged, so that a slice is one range scan; the identity of
-- two subjects has the second in `other`. `claim` or `target` says what is judged: a claim; the fingerprint of a candidate
-- or finding (it outlives a version of the rules); the JSON of a cell or of an identity. `result` is the claim that came
-- of it.
CREATE TABLE judgement (
    id          INTEGER PRIMARY KEY,
    tx          INTEGER NOT NULL REFERENCES tx,
    uuid        BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    fingerprint BLOB NOT NULL,
    subject     INTEGER NOT NULL REFERENCES subject,
    other       INTEGER REFERENCES subject,
    about       TEXT NOT NULL CHECK (about IN ('claim', 'candidate', 'finding', 'cell', 'identity')),
    claim       INTEGER REFERENCES claim,
    target      BLOB,
    verdict     TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason <> ''),
    reviewer    TEXT NOT NULL,
    result      INTEGER REFERENCES claim,
    CHECK ((claim IS NULL) <> (target IS NULL)),
    CHECK ((about = 'claim') = (claim IS NOT NULL)),
    CHECK ((about = 'identity') = (other IS NOT NULL))
) STRICT;
CREATE INDEX judgement_of_subject ON judgement (subject);
CREATE INDEX judgement_of_other ON judgement (other) WHERE other IS NOT NULL;
CREATE INDEX judgement_on_claim ON judgement (claim);
CREATE INDEX judgement_on_target ON judgement (target);

-- A publication frozen with everything on which its bytes depend.
CREATE TABLE edition (
    id          INTEGER PRIMARY KEY,
    tx          INTEGER NOT NULL REFERENCES tx,
    uuid        BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    fingerprint BLOB NOT NULL UNIQUE,
    edition     TEXT NOT NULL             -- JSON
) STRICT;

-- Append-only by construction.
CREATE TRIGGER tx_is_never_changed BEFORE UPDATE ON tx BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "tx" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER tx_is_never_removed BEFORE DELETE ON tx BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "tx" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER tally_is_never_changed BEFORE UPDATE ON tally BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "tally" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER tally_is_never_removed BEFORE DELETE ON tally BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "tally" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER document_is_never_changed BEFORE UPDATE ON document BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "document" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER document_is_never_removed BEFORE DELETE ON document BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "document" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER reading_is_never_changed BEFORE UPDATE ON reading BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "reading" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER reading_is_never_removed BEFORE DELETE ON reading BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "reading" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER passage_is_never_changed BEFORE UPDATE ON passage BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "passage" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER passage_is_never_removed BEFORE DELETE ON passage BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "passage" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER subject_is_never_changed BEFORE UPDATE ON subject BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "subject" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER subject_is_never_removed BEFORE DELETE ON subject BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "subject" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER extraction_is_never_changed BEFORE UPDATE ON extraction BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "extraction" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER extraction_is_never_removed BEFORE DELETE ON extraction BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "extraction" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER origin_is_never_changed BEFORE UPDATE ON origin BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "origin" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER origin_is_never_removed BEFORE DELETE ON origin BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "origin" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER candidate_is_never_changed BEFORE UPDATE ON candidate BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "candidate" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER candidate_is_never_removed BEFORE DELETE ON candidate BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "candidate" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER claim_is_never_changed BEFORE UPDATE ON claim BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "claim" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER claim_is_never_removed BEFORE DELETE ON claim BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "claim" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "event" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "event" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER judgement_is_never_changed BEFORE UPDATE ON judgement BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "judgement" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER judgement_is_never_removed BEFORE DELETE ON judgement BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "judgement" is never removed; record an event or a judgement instead');
END;
CREATE TRIGGER edition_is_never_changed BEFORE UPDATE ON edition BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "edition" is never changed; record an event or a judgement instead');
END;
CREATE TRIGGER edition_is_never_removed BEFORE DELETE ON edition BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: a row of "edition" is never removed; record an event or a judgement instead');
END;
