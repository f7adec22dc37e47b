-- The latest fifty deliveries to a webhook ($2) of a client ($1), the newest first; times in microseconds.
SELECT (extract(epoch FROM tried_at) * 1000000)::bigint, first_seq, last_seq, status, outcome, ms
  FROM webhook
  JOIN webhook_delivery ON webhook_id = webhook.id
 WHERE client_id = $1::bigint AND webhook.id = $2
 ORDER BY tried_at DESC LIMIT 50
