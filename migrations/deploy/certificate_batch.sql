-- Deploy chedang:certificate_batch to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What an exporter's administrator has sent as a table: a certificate for each line.
CREATE TABLE certificate_batch (
    handle     text PRIMARY KEY CHECK (handle ~ '^[0-9a-f]{32}$'),
    client_id  bigint NOT NULL REFERENCES client,
    admin_id   bigint NOT NULL REFERENCES client_admin,
    created_at timestamptz NOT NULL DEFAULT now(),
    turn_at    timestamptz                -- when a line of it was last begun: batches take turns
);
CREATE INDEX certificate_batch_client ON certificate_batch (client_id, created_at);
CREATE INDEX certificate_batch_created_at ON certificate_batch (created_at);

-- What was asked for is there until it is answered, a day at most. A line that is being worked on is due again later, should
-- whoever works on it be gone by then.
CREATE TABLE certificate_batch_line (
    batch     text NOT NULL REFERENCES certificate_batch ON DELETE CASCADE,
    line      int NOT NULL CHECK (line > 0), -- as a spreadsheet counts them
    state     text NOT NULL CHECK (state IN ('waiting', 'issued', 'refused')),
    due_at    timestamptz NOT NULL DEFAULT now(),
    tries     int NOT NULL DEFAULT 0,
    reference bytea,                        -- sealed; null: it could not be read
    request   bytea,                        -- sealed, with VIN and link
    code      text,                         -- why it was refused
    pointer   text,                         -- which member of the request is at fault
    certificate bytea REFERENCES certificate (number),
    paper     bytea,                        -- sealed; what the batch is fetched with
    envelope  bytea,                        -- sealed
    PRIMARY KEY (batch, line),
    CHECK ((state = 'waiting') = (request IS NOT NULL) AND (state = 'refused') = (code IS NOT NULL)),
    CHECK ((state = 'issued') = (certificate IS NOT NULL) AND num_nonnulls(certificate, paper, envelope) IN (0, 3))
);
CREATE INDEX certificate_batch_line_due ON certificate_batch_line (due_at) WHERE state = 'waiting';
CREATE INDEX certificate_batch_line_certificate ON certificate_batch_line (certificate) WHERE certificate IS NOT NULL;

GRANT SELECT, INSERT, DELETE ON certificate_batch, certificate_batch_line TO chedang_serve;
GRANT UPDATE (turn_at) ON certificate_batch TO chedang_serve;
GRANT UPDATE (state, due_at, tries, request, code, pointer, certificate, paper, envelope) ON certificate_batch_line TO chedang_serve;
COMMIT;
