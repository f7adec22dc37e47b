-- Opens a dispute ($3) of the account ($1) that holds a vehicle ($2) about a record ($4), or with null about one that is
-- missing, with a photo ($11) or without; says 'opened', 'there', 'contested' or 'too_many', and null when it is not theirs.
SELECT dispute_open_with($1::bigint, $2, $3, $4::bigint, $5, $6, $7, $8::date, $9::bytea, $10::int, $11::bytea)
