-- Stores a token (hash $2, for $4 seconds) that was got with a key ($1) for some purposes ($3; none: all that the contract
-- has), with an assertion ($5, good until $6) that counts once, or with null: what came of it, the purposes, and in how many
-- days the key expires.
SELECT fate, array_to_string(purposes, ' '), extract(epoch FROM key_expires_at - now())::bigint / 86400
  FROM client_token_grant($1::bigint, $2::bytea, $3::text[], $4::float8, $5::bytea, to_timestamp($6::float8))
