-- Ends a link ($3) of an account's ($2) ownership ($1), once. No row: the account has no such link.
UPDATE share SET revoked_at = coalesce(share.revoked_at, now())
  FROM access
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
   AND share.ownership = access.handle AND share.handle = $3
RETURNING share.number
