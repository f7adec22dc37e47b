-- Documents for a case that is there; see the function.
SELECT chedang.review_send($1, $2::bigint, $3::text[], $4::bytea[])
