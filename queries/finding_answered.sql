-- A workshop ($1) was told of these codes ($3) in the answer to the upload of a settlement ($2): it has until $4 to see to it.
SELECT finding_answered($1::bigint, $2::bytea, $3::text[], $4::date, $5::text[])
