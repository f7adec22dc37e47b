-- Ends an organisation ($1) for an account ($2).
SELECT chedang.organisation_end($1, $2::bigint)
