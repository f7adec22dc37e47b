-- Keeps what an account ($1) asks for in the browser with this ticket ($2): the ownership ($3, null where none fits), the code
-- ($4), days ($5); and queues the message ($6) where there is somebody to get it. What the same browser asked for before ($8)
-- counts no more, and its message goes if it still waits. $7 is seconds.
WITH message AS (
    INSERT INTO outbox (kind, body, expires_at)
    SELECT 'consent_code', $6::bytea, now() + make_interval(secs => $7::float8) WHERE $3::text IS NOT NULL
    RETURNING id
), before AS (
    DELETE FROM consent_request WHERE ticket = $8::bytea
    RETURNING consent_request.message
), unsent AS (
    DELETE FROM outbox WHERE id IN (
        SELECT outbox.id FROM outbox JOIN before ON before.message = outbox.id FOR UPDATE OF outbox SKIP LOCKED)
)
INSERT INTO consent_request (ticket, account_id, ownership, code, days, message, expires_at)
SELECT $2::bytea, $1::bigint, (SELECT handle FROM ownership WHERE handle = $3::text), $4::bytea, $5::int,
       (SELECT id FROM message), now() + make_interval(secs => $7::float8)
