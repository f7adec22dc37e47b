-- Makes a code the one that counts for a telephone and queues its message, unless the hour's sends are used up.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('code_phone', $1::bytea, date_trunc('hour', now()), 1),
           ('code_address', $2::bytea, date_trunc('hour', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING kind, count
), allowed AS (
    SELECT bool_and(count <= CASE kind WHEN 'code_phone' THEN $3::int ELSE $4::int END) AS yes FROM tried
), code AS (
    INSERT INTO sign_in_code (phone_index, code, expires_at)
    SELECT $1::bytea, $5::bytea, now() + make_interval(secs => $6::float8) FROM allowed WHERE yes
    ON CONFLICT (phone_index) DO UPDATE SET code = EXCLUDED.code, tries = 0, expires_at = EXCLUDED.expires_at
), message AS (
    INSERT INTO outbox (kind, body, expires_at)
    SELECT 'sign_in_code', $7::bytea, now() + make_interval(secs => $6::float8) FROM allowed WHERE yes
)
SELECT yes FROM allowed
