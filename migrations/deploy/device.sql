-- Deploy chedang:device to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What a session looks like to its owner, and by which name the owner may end it.
ALTER TABLE session
    ADD COLUMN handle  text NOT NULL UNIQUE DEFAULT replace(gen_random_uuid()::text, '-', ''),
    ADD COLUMN device  text NOT NULL DEFAULT 'other',  -- class: phone, tablet, computer
    ADD COLUMN browser text NOT NULL DEFAULT 'other',  -- family
    ADD COLUMN network bytea;                          -- prefix of the address, sealed

-- Browsers in which an account was signed in before: whoever comes with another one is told of.
CREATE TABLE device (
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    hash       bytea NOT NULL,           -- of the browser's own cookie and the account
    first_at   timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, hash)
);
CREATE INDEX device_used_at ON device (used_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON device TO chedang_serve;
COMMIT;
