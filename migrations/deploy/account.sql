-- Deploy chedang:account to pg
BEGIN;
SET LOCAL search_path = chedang;

CREATE TABLE account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phone_index bytea NOT NULL UNIQUE,       -- blind index
    phone       bytea NOT NULL,              -- sealed
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE sign_in_code (
    phone_index bytea PRIMARY KEY,
    code        bytea NOT NULL,              -- keyed hash over phone, form and code
    tries       int NOT NULL DEFAULT 0,
    expires_at  timestamptz NOT NULL
);
CREATE TABLE session (
    hash       bytea PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_account ON session (account_id);

-- Tries that are counted by the hour or day: what was tried, and a blind index of who or which.
CREATE TABLE attempt (
    kind   text NOT NULL,
    key    bytea NOT NULL,
    since  timestamptz NOT NULL,             -- start of the hour or day
    count  int NOT NULL,
    PRIMARY KEY (kind, key, since)
);
CREATE INDEX attempt_since ON attempt (since);

GRANT SELECT, INSERT ON account TO chedang_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_code, session, attempt TO chedang_serve;
COMMIT;
