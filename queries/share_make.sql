-- Makes a share link ($1) of an account's ($2) ownership ($3): hash of the secret, scope, ids of records, hash of the PIN,
-- hours, and whether it is a ground for certificates.
SELECT chedang.share_make($1, $2::bigint, $3, $4::bytea, $5, $6::bigint[], $7::bytea, $8::int, $9::boolean)
