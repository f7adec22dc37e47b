-- Keeps for a day how a request ($1, $2) was answered: a status ($3) and a body ($4, sealed). Without them it may be sent again.
WITH kept AS (
    UPDATE repair_request SET status = $3::int, answer = $4::bytea, expires_at = now() + interval '1 day'
     WHERE client_id = $1::bigint AND key = $2::bytea AND $3::int IS NOT NULL
)
DELETE FROM repair_request WHERE client_id = $1::bigint AND key = $2::bytea AND $3::int IS NULL
