-- The latest links ($2 at most) that an account ($1) made to what it holds or held; the columns of shares_of_ownership.
SELECT link.handle, link.number, link.scope, cardinality(link.records), link.pin IS NOT NULL,
       (extract(epoch FROM link.created_at) * 1000000)::bigint, (extract(epoch FROM link.expires_at) * 1000000)::bigint,
       (extract(epoch FROM link.revoked_at) * 1000000)::bigint, link.expires_at > now(), link.openings,
       (extract(epoch FROM share_opening.opened_at) * 1000000)::bigint, share_opening.network, share_opening.device,
       client.name, share_opening.purpose, link.certifies, link.ownership
  FROM (SELECT share.*
          FROM ownership JOIN share ON share.ownership = ownership.handle
         WHERE ownership.account_id = $1::bigint
         ORDER BY share.created_at DESC, share.handle
         LIMIT $2::int) AS link
  LEFT JOIN share_opening ON share_opening.share = link.handle
  LEFT JOIN client ON client.id = share_opening.client_id
 ORDER BY link.created_at DESC, link.handle, share_opening.opened_at DESC, share_opening.slot DESC
