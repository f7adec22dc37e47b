-- Keeps that a client ($1) asks for a certificate of a vehicle ($2): what it calls this by ($3), the ownership ($4, null where none
-- fits) and whom by the number ($5), the code ($6); and queues the message ($7) where there is somebody to get it. $8 is seconds.
WITH meant AS (
    SELECT access.handle, account.id, account.phone_index
      FROM access
      JOIN account ON account.id = access.account_id AND account.phone_index = $5::bytea
     WHERE access.handle = $4::text AND access.manages
), message AS (
    INSERT INTO outbox (kind, body, expires_at)
    SELECT 'consent_code', $7::bytea, now() + make_interval(secs => $8::float8) FROM meant
)
INSERT INTO certificate_consent (request, client_id, vehicle_key, ownership, asked, asked_index, code, expires_at)
SELECT $3::bytea, $1::bigint, $2::bytea, meant.handle, meant.id, meant.phone_index, $6::bytea,
       now() + make_interval(secs => $8::float8)
  FROM (SELECT) AS always LEFT JOIN meant ON true
