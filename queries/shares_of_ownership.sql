-- The links of an account's ($2) ownership ($1), the latest first, each with its latest openings, by a browser or by a
-- client for a purpose.
SELECT share.handle, share.number, share.scope, cardinality(share.records), share.pin IS NOT NULL,
       (extract(epoch FROM share.created_at) * 1000000)::bigint, (extract(epoch FROM share.expires_at) * 1000000)::bigint,
       (extract(epoch FROM share.revoked_at) * 1000000)::bigint, share.expires_at > now(), share.openings,
       (extract(epoch FROM share_opening.opened_at) * 1000000)::bigint, share_opening.network, share_opening.device,
       client.name, share_opening.purpose, share.certifies, share.ownership
  FROM access
  JOIN share ON share.ownership = access.handle
  LEFT JOIN share_opening ON share_opening.share = share.handle
  LEFT JOIN client ON client.id = share_opening.client_id
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
 ORDER BY share.number DESC, share_opening.opened_at DESC, share_opening.slot DESC
