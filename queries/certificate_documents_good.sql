-- A client's ($1) cases of papers that certificates are issued with now, at most so many ($3): sealed VIN, and until when. The one
-- that was chosen ($2, or null) comes first, then the latest.
SELECT handle, vin, (extract(epoch FROM decided_at + interval '30 days') * 1000000)::bigint
  FROM review
 WHERE kind = 'export' AND client_id = $1::bigint AND state = 'approved' AND decided_at >= now() - interval '30 days'
 ORDER BY (handle = $2) IS TRUE DESC, decided_at DESC, handle
 LIMIT $3::int
