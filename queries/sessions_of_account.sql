-- The open sessions of an account, which of them is this one ($2) first; $3 and $4 are seconds of idleness and of age.
SELECT handle, device, browser, hash, network, (extract(epoch FROM created_at) * 1000000)::bigint,
       (extract(epoch FROM used_at) * 1000000)::bigint, hash = $2::bytea
  FROM session
 WHERE account_id = $1::bigint
   AND used_at > now() - make_interval(secs => $3::float8) AND created_at > now() - make_interval(secs => $4::float8)
 ORDER BY hash = $2::bytea DESC, used_at DESC
 LIMIT 100
