-- The webhook that has waited longest for something to be sent to it, for half a minute nobody else's; and how far its feed is
-- not kept. None of a client that is revoked or has no contract.
UPDATE webhook SET due_at = now() + interval '30 seconds'
  FROM (SELECT webhook.id, coalesce(feed_head.forgotten, 0) AS forgotten
          FROM webhook
          JOIN client_told ON client_told.id = webhook.client_id
          LEFT JOIN feed_head ON feed_head.client_id = webhook.client_id
         WHERE paused_at IS NULL AND due_at <= now() AND (ping OR feed_head.last > position)
         ORDER BY due_at LIMIT 1 FOR UPDATE OF webhook SKIP LOCKED) AS next
 WHERE webhook.id = next.id
RETURNING webhook.id, client_id, target, ping, greatest(position, next.forgotten)
