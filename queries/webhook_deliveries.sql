-- Deliveries to a webhook ($2) of a client ($1), the newest first: so many ($4) of those before one ($3, its moment in microseconds;
-- null: of all). A row of nulls when the webhook is there and none is left.
SELECT to_char(tried_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), first_seq, last_seq, status, outcome, ms,
       (extract(epoch FROM tried_at) * 1000000)::bigint
  FROM webhook
  LEFT JOIN webhook_delivery ON webhook_id = webhook.id
       AND tried_at < coalesce('epoch'::timestamptz + $3::bigint * interval '1 microsecond', 'infinity')
 WHERE client_id = $1::bigint AND webhook.id = $2
 ORDER BY tried_at DESC LIMIT $4::int
