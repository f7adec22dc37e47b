-- Deploy chedang:repair to pg
BEGIN;
SET LOCAL search_path = chedang;

-- One settled job. What identifies or describes anybody is in `detail`, sealed; the rest is what views are made of.
CREATE TABLE repair (
    vehicle_key  bytea NOT NULL REFERENCES vehicle,
    id           bigint GENERATED ALWAYS AS IDENTITY,
    workshop_id  bigint NOT NULL REFERENCES workshop,
    revision     int NOT NULL DEFAULT 1,
    brought_on   date,
    settled_on   date,
    odometer_km  int CHECK (odometer_km BETWEEN 0 AND 999999),
    works        text NOT NULL DEFAULT '',   -- codes of history/codes.h
    parts        text NOT NULL DEFAULT '',
    signals      text NOT NULL DEFAULT '',
    findings     text NOT NULL DEFAULT '',
    disputed     boolean NOT NULL DEFAULT false,
    plate_index  bytea,                      -- blind index
    detail       bytea NOT NULL,             -- sealed: plate, settlement number, texts, works, parts
    accepted_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (vehicle_key, id)
);
CREATE INDEX repair_plate ON repair (plate_index) WHERE plate_index IS NOT NULL;

CREATE TABLE repair_revision (
    LIKE repair,
    replaced_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (vehicle_key, id, revision)
);

-- The identity of a settlement: workshop and number (as a blind index). Says where its record is now.
CREATE TABLE settlement (
    workshop_id  bigint NOT NULL REFERENCES workshop,
    number_index bytea NOT NULL,
    content      bytea NOT NULL,             -- keyed hash of everything that was sent
    vehicle_key  bytea NOT NULL,
    repair_id    bigint NOT NULL,
    PRIMARY KEY (workshop_id, number_index)
);

-- What was sent, as it was sent, sealed. Dropped by month when it is old enough.
CREATE TABLE message (
    id          bigint GENERATED ALWAYS AS IDENTITY,
    received_at timestamptz NOT NULL DEFAULT now(),
    workshop_id bigint NOT NULL,
    family      text NOT NULL,
    body        bytea NOT NULL,
    PRIMARY KEY (received_at, id)
) PARTITION BY RANGE (received_at);
CREATE TABLE message_rest PARTITION OF message DEFAULT;

-- Messages that belong to no history: kept, answered, never shown.
CREATE TABLE quarantine (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now(),
    workshop_id bigint NOT NULL REFERENCES workshop,
    family      text NOT NULL,
    reason      text NOT NULL,               -- finding codes, or why it could not be read
    content     bytea NOT NULL,              -- keyed hash, so that a repeat is kept once
    body        bytea NOT NULL,              -- sealed
    UNIQUE (workshop_id, content)
);

CREATE FUNCTION repair_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM chedang.vehicle_touch(OLD.vehicle_key);
        RETURN NULL;
    END IF;
    PERFORM chedang.vehicle_touch(NEW.vehicle_key);
    RETURN NULL;
END $$;
CREATE TRIGGER repair_changed AFTER INSERT OR UPDATE OR DELETE ON repair
    FOR EACH ROW EXECUTE FUNCTION repair_changed();

GRANT SELECT, INSERT, UPDATE, DELETE ON repair TO chedang_serve;
GRANT SELECT, INSERT ON repair_revision, message, quarantine TO chedang_serve;
GRANT SELECT, INSERT, UPDATE ON settlement TO chedang_serve;
COMMIT;
