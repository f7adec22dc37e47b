-- Deploy chedang:sign_in_ticket to pg
-- Codes live for minutes: those under way are asked for again.
BEGIN;
SET LOCAL search_path = chedang;
DROP TABLE sign_in_code;
CREATE TABLE sign_in_code (
    ticket     bytea PRIMARY KEY,            -- keyed hash of the cookie of the browser that asked
    code       bytea NOT NULL,               -- keyed hash over cookie and code
    tries      int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_code_expires_at ON sign_in_code (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_code TO chedang_serve;
COMMIT;
