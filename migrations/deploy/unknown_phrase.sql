-- Deploy chedang:unknown_phrase to pg
BEGIN;
SET LOCAL search_path = chedang;
-- Names of work and parts that the lexicon knows nothing of, for those who keep it. What a single workshop has said may be
-- anybody's secret, so until a second one says it there is only its digest.
CREATE TABLE unknown_phrase (
    digest    bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    phrase    text CHECK (char_length(phrase) <= 40),
    workshops bigint[] NOT NULL CHECK (cardinality(workshops) BETWEEN 1 AND 20), -- who said it; 20 stands for more
    count     bigint NOT NULL,
    first_day date NOT NULL,
    last_day  date NOT NULL,
    CHECK (phrase IS NULL OR cardinality(workshops) > 1)
) WITH (fillfactor = 70);
GRANT SELECT, INSERT, UPDATE, DELETE ON unknown_phrase TO chedang_serve;
COMMIT;
