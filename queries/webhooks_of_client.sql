-- The webhooks of a client ($1), the oldest first.
SELECT id, target, position, CASE WHEN confirmed_at IS NULL THEN 'pending' WHEN paused_at IS NOT NULL THEN 'paused' WHEN failing_since IS NOT NULL THEN 'failing' ELSE 'active' END,
       to_char(failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  FROM webhook WHERE client_id = $1::bigint ORDER BY made_at, id
