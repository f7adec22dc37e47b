-- A sign-in whose password (of version $2) was right, in place of the browser's one before ($5): a ticket ($3) for ten minutes,
-- with a new sealed key ($4). Whether the administrator ($1) has an authenticator already; no row: left meanwhile.
WITH who AS (
    SELECT id, totp IS NOT NULL AS enrolled FROM client_admin WHERE id = $1::bigint AND version = $2::int AND ended_at IS NULL
), before AS (
    DELETE FROM client_admin_ticket USING who WHERE client_admin_ticket.hash = $5::bytea
), ticket AS (
    INSERT INTO client_admin_ticket (hash, admin_id, key, expires_at)
    SELECT $3::bytea, id, $4::bytea, now() + interval '10 minutes' FROM who
)
SELECT enrolled FROM who
