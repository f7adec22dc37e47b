-- Another key ($2, what it is called; its kind, its proof, what people call it; for $6 days) for the client of the administrator
-- whose session ($1) this is: what came of it.
SELECT client_key_add($1::bytea, $2, $3, $4::bytea, $5, $6::int)
