-- In which browsers an account was signed in: only when, since nothing else is known of them.
SELECT (extract(epoch FROM first_at) * 1000000)::bigint, (extract(epoch FROM used_at) * 1000000)::bigint
  FROM device
 WHERE account_id = $1::bigint
 ORDER BY first_at
 LIMIT 500
