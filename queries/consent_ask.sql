-- Keeps what an account ($1) asks for in the browser with this ticket ($2): the ownership ($3, null where none fits) and whom by
-- the number ($9), the code ($4), days ($5); and queues the message ($6) where there is somebody to get it. What the same
-- browser asked for before ($8) counts no more, and its message goes if it still waits. $7 is seconds.
WITH meant AS (
    SELECT access.handle, account.id, account.phone_index
      FROM access
      JOIN account ON account.id = access.account_id AND account.phone_index = $9::bytea
     WHERE access.handle = $3::text AND access.manages
), message AS (
    INSERT INTO outbox (kind, body, expires_at)
    SELECT 'consent_code', $6::bytea, now() + make_interval(secs => $7::float8) FROM meant
    RETURNING id
), before AS (
    DELETE FROM consent_request WHERE ticket = $8::bytea
    RETURNING consent_request.message
), unsent AS (
    DELETE FROM outbox WHERE id IN (
        SELECT outbox.id FROM outbox JOIN before ON before.message = outbox.id FOR UPDATE OF outbox SKIP LOCKED)
)
INSERT INTO consent_request (ticket, account_id, ownership, asked, asked_index, code, days, message, expires_at)
SELECT $2::bytea, $1::bigint, meant.handle, meant.id, meant.phone_index, $4::bytea, $5::int, (SELECT id FROM message),
       now() + make_interval(secs => $7::float8)
  FROM (SELECT) AS always LEFT JOIN meant ON true
