-- Sends a ping to a webhook ($2) of a client ($1), ten seconds after the last delivery at the soonest; a row when it is there.
UPDATE webhook
   SET ping_at = coalesce(ping_at, greatest(now(), delivered_at + interval '10 seconds')),
       due_at = least(due_at, coalesce(ping_at, greatest(now(), delivered_at + interval '10 seconds'))), paused_at = NULL
 WHERE client_id = $1::bigint AND id = $2
RETURNING id
