-- Deploy chedang:repair_client to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Who sends records by POST /v1/repairs is a client, too: a workshop's own program, or a software vendor's, which serves many.
-- Their contract has one purpose, which is none of a look-up's.
ALTER TABLE client DROP CONSTRAINT client_audience_check;
ALTER TABLE client
    ADD CONSTRAINT client_audience_check CHECK (audience IN ('platform', 'export', 'workshop', 'vendor')),
    ADD COLUMN own_workshop bigint REFERENCES workshop,
    ADD CONSTRAINT client_workshop CHECK ((audience = 'workshop') = (own_workshop IS NOT NULL));

-- Which vendors a workshop has named: only for these a vendor may write. What ended stays, so that it can be said who could when.
CREATE TABLE workshop_vendor (
    workshop_id bigint NOT NULL REFERENCES workshop,
    client_id   bigint NOT NULL REFERENCES client,
    named_at    timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    PRIMARY KEY (workshop_id, client_id, named_at)
);
CREATE UNIQUE INDEX workshop_vendor_now ON workshop_vendor (client_id, workshop_id) WHERE ended_at IS NULL;

-- Workshops for which a client may send records: its own, or those that have named it.
CREATE VIEW client_workshop AS
    SELECT id AS client_id, own_workshop AS workshop_id FROM client WHERE own_workshop IS NOT NULL
    UNION ALL
    SELECT client_id, workshop_id FROM workshop_vendor WHERE ended_at IS NULL;

-- Requests with an Idempotency-Key, and how they were answered: for a day.
CREATE TABLE repair_request (
    client_id  bigint NOT NULL REFERENCES client,
    key        bytea NOT NULL,               -- keyed hash
    request    bytea NOT NULL,               -- keyed hash of method, path and body
    status     int,                          -- null: it is under way
    answer     bytea,                        -- sealed
    expires_at timestamptz NOT NULL,         -- under way: when whoever began it has died
    PRIMARY KEY (client_id, key)
);
CREATE INDEX repair_request_expiry ON repair_request (expires_at);

-- Begins a request: 'begun', and it is the caller's for a minute; 'answered', with how; 'under_way'; 'reused', for another request.
CREATE FUNCTION repair_request_begin(in_client bigint, in_key bytea, in_request bytea, OUT fate text, OUT status int, OUT answer bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    known chedang.repair_request;
BEGIN
    INSERT INTO chedang.repair_request (client_id, key, request, expires_at)
    VALUES (in_client, in_key, in_request, now() + interval '1 minute')
    ON CONFLICT (client_id, key) DO UPDATE
       SET request = excluded.request, status = NULL, answer = NULL, expires_at = excluded.expires_at
     WHERE repair_request.expires_at <= now();
    fate := 'begun';
    IF FOUND THEN RETURN; END IF;
    SELECT * INTO known FROM chedang.repair_request WHERE client_id = in_client AND key = in_key;
    status := known.status;
    answer := known.answer;
    fate := CASE WHEN known.request <> in_request THEN 'reused' WHEN known.status IS NULL THEN 'under_way' ELSE 'answered' END;
END $$;

-- A workshop's records of which something is odd, in the order of their numbers. V3 is a note of our own.
CREATE INDEX repair_odd ON repair (workshop_id, id) WHERE findings NOT IN ('', 'V3');
CREATE INDEX quarantine_workshop ON quarantine (workshop_id, id);

GRANT SELECT ON workshop_vendor, client_workshop TO chedang_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON repair_request TO chedang_serve;
GRANT EXECUTE ON FUNCTION repair_request_begin(bigint, bytea, bytea) TO chedang_serve;
COMMIT;
