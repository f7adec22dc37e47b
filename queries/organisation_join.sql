-- Answers an invitation ($1) for an account ($2): whether it joins ($3).
SELECT chedang.organisation_join($1, $2::bigint, $3::boolean)
