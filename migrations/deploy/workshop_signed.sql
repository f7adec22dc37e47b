-- Deploy chedang:workshop_signed to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What programs of the openapi sign with. A signature by MD5 needs the secret itself, so it is sealed and not hashed.
CREATE TABLE workshop_key (
    app_id      text PRIMARY KEY CHECK (app_id ~ '^[0-9a-f]{16}$'),
    workshop_id bigint NOT NULL REFERENCES workshop,
    secret      bytea NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz
);
CREATE INDEX workshop_key_workshop ON workshop_key (workshop_id);

-- Nonces of calls whose signature held, until their moment is too far away for any to come again.
CREATE TABLE workshop_nonce (
    app_id  text NOT NULL REFERENCES workshop_key,
    hash    bytea NOT NULL,
    used_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, hash)
);
CREATE INDEX workshop_nonce_used ON workshop_nonce (used_at);

-- Cars that were received and whose bills are not settled yet: the openapi tells of a repair in three steps. With the last one
-- it is a record, and no order any more.
CREATE TABLE workshop_order (
    workshop_id  bigint NOT NULL REFERENCES workshop,
    number_index bytea NOT NULL,             -- as in settlement
    revision     int NOT NULL DEFAULT 1,
    body         bytea NOT NULL,             -- sealed
    opened_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workshop_id, number_index)
);
CREATE INDEX workshop_order_opened ON workshop_order (opened_at);

GRANT SELECT ON workshop_key TO chedang_serve;
GRANT SELECT, INSERT, DELETE ON workshop_nonce TO chedang_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON workshop_order TO chedang_serve;
COMMIT;
