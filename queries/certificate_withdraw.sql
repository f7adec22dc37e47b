-- Withdraws a client's ($1) certificate ($2) for a reason ($3), once; a row when it is withdrawn now. No row: there is none.
WITH withdrawn AS (
    UPDATE certificate SET state = 'withdrawn', state_at = now(), reason = $3
     WHERE client_id = $1::bigint AND number = $2::bytea AND state <> 'withdrawn'
)
SELECT true FROM certificate WHERE client_id = $1::bigint AND number = $2::bytea
