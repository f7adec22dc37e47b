-- Who has or had consent to read what an account ($2) manages under a handle ($1): those who have first, the latest first.
SELECT consent.handle, consent.number, account.phone_index || account.phone,
       (extract(epoch FROM consent.given_at) * 1000000)::bigint, (extract(epoch FROM consent.expires_at) * 1000000)::bigint,
       (extract(epoch FROM consent.ended_at) * 1000000)::bigint,
       consent.ended_at IS NULL AND consent.expires_at > now()
  FROM access
  JOIN consent ON consent.ownership = access.ownership
  JOIN account ON account.id = consent.account_id
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
 ORDER BY consent.ended_at IS NULL AND consent.expires_at > now() DESC, consent.number DESC
 LIMIT 50
