-- Opens a case, with its photos; see the function.
SELECT chedang.review_open($1, $2::bigint, $3, $4::bytea, $5::bytea, $6::text[], $7::bytea[], $8::int)
