-- Tries a code ($3) for the request of a browser ($2) and its account ($1); the consent gets the handle $4.
SELECT chedang.consent_take($1::bigint, $2::bytea, $3::bytea, $4)
