-- What an account was told, and when it was read, the latest first. Marks nothing.
SELECT kind, (extract(epoch FROM told_at) * 1000000)::bigint, (extract(epoch FROM read_at) * 1000000)::bigint
  FROM notice
 WHERE account_id = $1::bigint
 ORDER BY id DESC
 LIMIT $2::int
