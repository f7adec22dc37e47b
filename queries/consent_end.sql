-- Ends a consent ($3) to what an account ($2) manages under a handle ($1), once; whoever had it is told. No row: there is none.
WITH meant AS (
    SELECT consent.handle, consent.account_id, consent.ended_at IS NULL AND consent.expires_at > now() AS live
      FROM access
      JOIN consent ON consent.ownership = access.ownership
      JOIN account ON account.id = consent.account_id
     WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages AND consent.handle = $3
       FOR KEY SHARE OF account -- who is told, before the consent
), ended AS (
    UPDATE consent SET ended_at = now() FROM meant
     WHERE consent.handle = meant.handle AND consent.ended_at IS NULL AND consent.expires_at > now()
    RETURNING consent.account_id
)
SELECT meant.handle, (SELECT count(chedang.tell(account_id, 'consent_ended', NULL)) FROM ended) FROM meant
