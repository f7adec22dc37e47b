-- What follows from a claim with the right facts: an ownership, or a case; see the function.
SELECT out_ownership, out_review FROM chedang.claim_grant($1, $2::bigint, $3::bytea, $4::int, $5::bytea)
