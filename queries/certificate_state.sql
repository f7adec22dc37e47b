-- What anybody may know of a number ($1): state, whether its time is over, when the state changed, why it was withdrawn, when it was
-- issued, its last day, and where it is in the log.
SELECT state, certificate_ends(valid_until) <= now(), (extract(epoch FROM state_at) * 1000000)::bigint, reason,
       (extract(epoch FROM issued_at) * 1000000)::bigint, valid_until, id
  FROM certificate WHERE number = $1::bytea
