-- Sends a ping to a webhook ($2) of a client ($1) at once; a row when it is there.
UPDATE webhook SET ping = true, due_at = least(due_at, now()), paused_at = NULL WHERE client_id = $1::bigint AND id = $2 RETURNING id
