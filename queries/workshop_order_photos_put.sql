-- The photos ($3 names, $4 sealed) that came with an order ($1 workshop, $2 number); one of the same name takes the place of it.
INSERT INTO workshop_order_photo (workshop_id, number_index, name, body)
SELECT $1::bigint, $2::bytea, name, body FROM unnest($3::text[], $4::bytea[]) AS photo(name, body)
ON CONFLICT (workshop_id, number_index, name) DO UPDATE SET body = excluded.body, taken_at = now()
