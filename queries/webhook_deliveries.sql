-- The latest hundred deliveries to a webhook ($2) of a client ($1), the newest first; a row of nulls when it is there and has none.
SELECT to_char(tried_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), first_seq, last_seq, status, outcome, ms
  FROM webhook
  LEFT JOIN webhook_delivery ON webhook_id = webhook.id
 WHERE client_id = $1::bigint AND webhook.id = $2
 ORDER BY tried_at DESC LIMIT 100
