-- Ends a link ($3) of an account's ($2) ownership ($1), once. No row: the account has no such link.
UPDATE share SET revoked_at = coalesce(share.revoked_at, now())
  FROM ownership_now AS ownership
 WHERE ownership.handle = $1 AND ownership.account_id = $2::bigint
   AND share.ownership = ownership.handle AND share.handle = $3
RETURNING share.number
