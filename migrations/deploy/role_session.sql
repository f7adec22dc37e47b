-- Deploy chedang:role_session to pg
BEGIN;
SET LOCAL search_path = chedang;

-- People of the authority: reviewers look at documents, supervisors at what workshops left unanswered.
CREATE TABLE staff (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL UNIQUE,          -- what they sign in with
    role       text NOT NULL CHECK (role IN ('reviewer', 'supervisor')),
    password   bytea NOT NULL,                -- sealed argon2id string
    version    int NOT NULL DEFAULT 1,        -- of the password
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz
);

-- A session is an owner's, a workshop's or somebody's of the authority.
ALTER TABLE session
    ALTER account_id DROP NOT NULL,
    ADD COLUMN workshop_id bigint REFERENCES workshop,
    ADD COLUMN staff_id bigint REFERENCES staff,
    ADD CONSTRAINT session_of_one CHECK (num_nonnulls(account_id, workshop_id, staff_id) = 1);
CREATE INDEX session_workshop ON session (workshop_id) WHERE workshop_id IS NOT NULL;
CREATE INDEX session_staff ON session (staff_id) WHERE staff_id IS NOT NULL;

GRANT SELECT ON staff TO chedang_serve;
COMMIT;
