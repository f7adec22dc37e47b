-- Ends a consent ($1) that an account ($2) has, once. No row: it has none.
UPDATE consent SET ended_at = coalesce(ended_at, now()) WHERE handle = $1 AND account_id = $2::bigint
RETURNING number
