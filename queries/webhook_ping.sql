-- Sends a ping to a webhook ($2) of a client ($1), ten seconds after the last delivery at the soonest; a row when it is there.
WITH held AS (
    SELECT id, greatest(now(), (SELECT max(tried_at) + interval '10 seconds' FROM webhook_delivery WHERE webhook_id = webhook.id)) AS soonest
      FROM webhook WHERE client_id = $1::bigint AND id = $2
)
UPDATE webhook SET ping_at = coalesce(ping_at, soonest), due_at = least(due_at, coalesce(ping_at, soonest)), paused_at = NULL
  FROM held WHERE webhook.id = held.id RETURNING webhook.id
