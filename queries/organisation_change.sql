-- Gives a member ($3; null: the account itself) of an organisation ($1) another role ($4) or none, for an account ($2).
SELECT chedang.organisation_change($1, $2::bigint, $3, $4)
