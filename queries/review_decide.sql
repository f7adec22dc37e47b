-- A reviewer's decision; see the function.
SELECT chedang.review_decide($1, $2::bigint, $3, $4::bytea, $5::int, $6)
