-- Deploy chedang:outbox to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Messages still to send; written in the transaction that makes them due, sent at least once.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    body       bytea NOT NULL,               -- sealed: receiver and words
    due_at     timestamptz NOT NULL DEFAULT now(),
    tries      int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO chedang_serve;
COMMIT;
