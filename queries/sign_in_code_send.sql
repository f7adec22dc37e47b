-- Makes a code for the browser with this ticket and queues its message, unless the hour's sends are used up. What the same
-- browser asked for before ($9) counts no more, and its message goes if it still waits.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('code_phone', $1::bytea, date_trunc('hour', now()), 1),
           ('code_address', $2::bytea, date_trunc('hour', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING kind, count
), allowed AS (
    SELECT bool_and(count <= CASE kind WHEN 'code_phone' THEN $3::int ELSE $4::int END) AS yes FROM tried
), message AS (
    INSERT INTO outbox (kind, body, expires_at)
    SELECT 'sign_in_code', $8::bytea, now() + make_interval(secs => $7::float8) FROM allowed WHERE yes
    RETURNING id
), code AS (
    INSERT INTO sign_in_code (ticket, code, expires_at, message)
    SELECT $5::bytea, $6::bytea, now() + make_interval(secs => $7::float8), id FROM message
), before AS (
    DELETE FROM sign_in_code USING allowed WHERE allowed.yes AND ticket = $9::bytea
    RETURNING sign_in_code.message
), unsent AS (
    DELETE FROM outbox WHERE id IN (
        SELECT outbox.id FROM outbox JOIN before ON before.message = outbox.id FOR UPDATE OF outbox SKIP LOCKED)
)
SELECT yes FROM allowed
