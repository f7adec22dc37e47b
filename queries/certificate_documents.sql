-- A client's ($1) cases of papers, the latest first: when they were sent, what was decided, why it was not approved, until when
-- certificates are issued with it, and whether that is over; the sealed VIN, and what a reviewer adds.
SELECT handle, (extract(epoch FROM asked_at) * 1000000)::bigint, state, reason,
       CASE state WHEN 'approved' THEN (extract(epoch FROM decided_at + interval '30 days') * 1000000)::bigint END,
       coalesce(decided_at < now() - interval '30 days', false), vin, words
  FROM review WHERE kind = 'export' AND client_id = $1::bigint
 ORDER BY asked_at DESC, handle
 LIMIT 50
