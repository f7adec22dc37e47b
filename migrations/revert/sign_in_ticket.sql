-- Revert chedang:sign_in_ticket from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TABLE sign_in_code;
CREATE TABLE sign_in_code (
    phone_index bytea PRIMARY KEY,
    code        bytea NOT NULL,
    tries       int NOT NULL DEFAULT 0,
    expires_at  timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_code TO chedang_serve;
COMMIT;
