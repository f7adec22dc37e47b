-- Deploy chedang:workshop_signs to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What each record of the last ninety days says about its workshop (server/history/workshop_mark.h). Follows from the vehicle's
-- records and is made anew whenever one of them changes, so corrections and withdrawals take back what they had added. Names
-- nobody: texts are keyed hashes.
CREATE TABLE workshop_record (
    vehicle_key   bytea NOT NULL,
    repair_id     bigint NOT NULL,
    workshop_id   bigint NOT NULL,
    day           date NOT NULL,             -- settled, else brought in, else stored
    accepted_day  date NOT NULL,             -- in China
    accepted_minute smallint NOT NULL,
    odometer_km   int,
    plated        boolean NOT NULL,
    fault         bigint NOT NULL,           -- 0: none
    has_works     boolean NOT NULL,
    has_parts     boolean NOT NULL,
    findings      text NOT NULL,
    plate_differs boolean NOT NULL,
    concordant    smallint NOT NULL,
    discordant    smallint NOT NULL,
    PRIMARY KEY (vehicle_key, repair_id)
);
CREATE INDEX workshop_record_day ON workshop_record (workshop_id, day);

-- What they add up to.
CREATE TABLE workshop_day (
    workshop_id bigint NOT NULL,
    day         date NOT NULL,
    records     int NOT NULL DEFAULT 0,
    flawed      int NOT NULL DEFAULT 0,
    sums        text NOT NULL DEFAULT '',    -- as workshop_day_write() writes them
    stale       boolean NOT NULL DEFAULT true,
    PRIMARY KEY (workshop_id, day)
);
CREATE INDEX workshop_day_stale ON workshop_day (day) WHERE stale;

-- How a workshop stands, and what is odd about it (server/history/workshop_signs.h); judged once a day and when days change.
CREATE TABLE workshop_standing (
    workshop_id bigint PRIMARY KEY REFERENCES workshop,
    judged_on   date,
    stale       boolean NOT NULL DEFAULT true,
    weight      int NOT NULL DEFAULT 0,
    records     int NOT NULL DEFAULT 0,      -- in ninety days
    flawed      int NOT NULL DEFAULT 0,
    last_day    date,
    sums        text NOT NULL DEFAULT ''     -- of the window
);
CREATE INDEX workshop_standing_due ON workshop_standing (stale, judged_on);
CREATE INDEX workshop_standing_weight ON workshop_standing (weight DESC, records DESC);
CREATE TABLE workshop_sign (
    workshop_id bigint NOT NULL REFERENCES workshop,
    code        text NOT NULL,
    part        bigint NOT NULL,
    whole       bigint NOT NULL,
    chance      float8 NOT NULL,
    since       date NOT NULL,
    PRIMARY KEY (workshop_id, code)
);

-- Changes from this transaction on have not all been counted; and up to which vehicle those were that were there before. NULL:
-- all are.
CREATE TABLE workshop_position (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    low    xid8 NOT NULL,
    swept  bytea DEFAULT ''
);
INSERT INTO workshop_position (low) SELECT pg_snapshot_xmin(pg_current_snapshot());
-- Of the changes behind it, those that are counted: a long transaction holds up the position, and nobody else.
CREATE TABLE workshop_seen (
    vehicle_key bytea PRIMARY KEY,
    version     bigint NOT NULL,
    xid         xid8 NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON workshop_record, workshop_day, workshop_standing, workshop_sign, workshop_seen TO chedang_serve;
GRANT SELECT, UPDATE ON workshop_position TO chedang_serve;
COMMIT;
