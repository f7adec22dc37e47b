-- Registers an organisation ($1) for an account ($2): index of its code, code and name sealed, how many may wait, and the
-- photos of its licence.
SELECT chedang.organisation_make($1, $2::bigint, $3::bytea, $4::bytea, $5::int, $6::text[], $7::bytea[])
