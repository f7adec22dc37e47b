-- Deploy chedang:client to pg
BEGIN;
SET LOCAL search_path = chedang;

CREATE TABLE client (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id  text NOT NULL UNIQUE,
    name       text NOT NULL,
    audience   text NOT NULL CHECK (audience IN ('platform')),
    secret     bytea NOT NULL,              -- keyed hash of 32 random bytes
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE TABLE client_token (
    hash       bytea PRIMARY KEY,
    client_id  bigint NOT NULL REFERENCES client,
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_token_expiry ON client_token (expires_at);

GRANT SELECT ON client TO chedang_serve;
GRANT SELECT, INSERT, DELETE ON client_token TO chedang_serve;
COMMIT;
