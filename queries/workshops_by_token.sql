-- Whose the records of a batch are: of each row ($1) that has a good token ($2) the workshop that it was given to, or that one's
-- shop with this code ($3, or empty); null where it has no such shop.
SELECT asked.row, coalesce(shop.id, CASE WHEN asked.shop = '' THEN token.workshop_id END)
  FROM unnest($1::int[], $2::bytea[], $3::text[]) AS asked(row, hash, shop)
  JOIN workshop_token AS token ON token.hash = asked.hash AND token.expires_at > now()
  LEFT JOIN workshop AS shop ON shop.code = asked.shop AND token.workshop_id IN (shop.id, shop.chain_id)
