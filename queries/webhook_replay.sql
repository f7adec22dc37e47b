-- Sends to a webhook ($2) of a client ($1) all that came after $3, at once, also when it was paused. A row when it is there: whether
-- all of that is kept, without which nothing is done.
WITH held AS (
    SELECT id, $3::bigint BETWEEN coalesce(forgotten, 0) AND coalesce(last, 0) AS kept
      FROM webhook
      LEFT JOIN feed_head ON feed_head.client_id = webhook.client_id
     WHERE webhook.client_id = $1::bigint AND id = $2
), moved AS (
    UPDATE webhook SET position = $3::bigint, due_at = now(), tries = 0, failing_since = NULL, paused_at = NULL
      FROM held WHERE webhook.id = held.id AND held.kept
)
SELECT kept FROM held
