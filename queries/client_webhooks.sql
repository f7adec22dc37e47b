-- The webhooks of a client ($1), the oldest first; times in microseconds.
SELECT id, target, position, CASE WHEN confirmed_at IS NULL THEN 'pending' WHEN paused_at IS NOT NULL THEN 'paused' WHEN failing_since IS NOT NULL THEN 'failing' ELSE 'active' END,
       (extract(epoch FROM failing_since) * 1000000)::bigint, (extract(epoch FROM made_at) * 1000000)::bigint
  FROM webhook WHERE client_id = $1::bigint ORDER BY made_at, id
