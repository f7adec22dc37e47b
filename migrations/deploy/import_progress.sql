-- Deploy chedang:import_progress to pg
BEGIN;
SET LOCAL search_path = chedang;

-- How far an import has come, written in the transaction of every batch and deleted at the end: what is behind it is
-- stored. The serving role has nothing to do here.
CREATE TABLE import_progress (
    source   bytea PRIMARY KEY,              -- keyed hash of the first line
    bytes    bigint NOT NULL,
    lines    bigint NOT NULL,
    digest   bytea NOT NULL,                 -- BLAKE2b of so many bytes
    refused  bigint NOT NULL,                -- lines among them that were not taken
    noted_at timestamptz NOT NULL DEFAULT now()
);
COMMIT;
