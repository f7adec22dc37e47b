-- Deploy chedang:code_message to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Which message carries the code, while it is still in the outbox.
ALTER TABLE sign_in_code
    ADD COLUMN message bigint,
    ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
COMMIT;
