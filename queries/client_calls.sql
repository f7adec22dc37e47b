-- A client's ($1) own look-ups, the latest first: for a purpose ($2), if it is given, from one moment ($3, microseconds) on and
-- before a place ($4 to $6), at most $7.
SELECT (extract(epoch FROM looked_at) * 1000000)::bigint, purpose, reference, outcome, encode(spool, 'hex'), entry
  FROM trail
 WHERE client_id = $1::bigint AND ($2::text IS NULL OR purpose = $2)
   AND looked_at >= 'epoch'::timestamptz + $3::bigint * interval '1 microsecond'
   AND (looked_at, spool, entry) < ('epoch'::timestamptz + $4::bigint * interval '1 microsecond', decode($5, 'hex'), $6::bigint)
 ORDER BY looked_at DESC, spool DESC, entry DESC
 LIMIT $7::int
