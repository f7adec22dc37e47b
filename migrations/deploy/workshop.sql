-- Deploy chedang:workshop to pg
BEGIN;
SET LOCAL search_path = chedang;

CREATE TABLE workshop (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code            text NOT NULL UNIQUE CHECK (code ~ '^[0-9]{15}$'),
    name            text NOT NULL,
    credit_code     text,               -- unified social credit code, GB 32100
    licence_no      text,               -- road transport licence
    licence_from    date,
    licence_to      date,
    class           smallint NOT NULL DEFAULT 0 CHECK (class BETWEEN 0 AND 3),
    region          char(6) NOT NULL,   -- GB/T 2260
    economic_type   text,
    operating_state text,
    business_scope  text,
    address         text,
    postal_code     text,
    contacts        bytea,              -- sealed: names, telephones, e-mail
    password        bytea NOT NULL,     -- sealed argon2id string
    version         int NOT NULL DEFAULT 1,
    registered_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX workshop_identity ON workshop (credit_code, name) WHERE credit_code IS NOT NULL;
CREATE INDEX workshop_licence ON workshop (licence_no) WHERE licence_no IS NOT NULL;

-- The last nine digits of a code that begins with the place of registration.
CREATE SEQUENCE workshop_number MAXVALUE 999999999;

CREATE TABLE workshop_token (
    hash        bytea PRIMARY KEY,
    workshop_id bigint NOT NULL REFERENCES workshop,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX workshop_token_expiry ON workshop_token (expires_at);

GRANT SELECT, INSERT, UPDATE ON workshop TO chedang_serve;
GRANT SELECT, INSERT, DELETE ON workshop_token TO chedang_serve;
GRANT USAGE ON SEQUENCE workshop_number TO chedang_serve;
COMMIT;
