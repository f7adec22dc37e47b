-- Takes an invitation ($3) of an organisation ($1) back for an account ($2).
SELECT chedang.organisation_uninvite($1, $2::bigint, $3)
