-- Deploy chedang:trail to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Drained from the processes' spools; nobody may change or delete a line.
CREATE TABLE trail (
    looked_at   timestamptz NOT NULL,
    vehicle_key bytea NOT NULL,
    audience    text NOT NULL,
    client_id   bigint,
    account_id  bigint,
    purpose     text NOT NULL,
    reference   text NOT NULL,
    outcome     text NOT NULL,
    version     bigint NOT NULL,             -- of the vehicle, as shown
    spool       bytea NOT NULL,
    entry       bigint NOT NULL,
    PRIMARY KEY (vehicle_key, looked_at, spool, entry)
) PARTITION BY RANGE (looked_at);
CREATE TABLE trail_rest PARTITION OF trail DEFAULT;

-- How far each spool is drained: moves in the transaction that copies its lines, so each line is there exactly once.
CREATE TABLE trail_position (
    spool      bytea PRIMARY KEY,
    next_entry bigint NOT NULL
);
GRANT SELECT, INSERT ON trail TO chedang_serve;
GRANT SELECT, INSERT, UPDATE ON trail_position TO chedang_serve;
COMMIT;
