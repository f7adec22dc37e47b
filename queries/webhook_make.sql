-- A webhook ($2, sealed target $3) of a client ($1), which gets what comes after $4, or from now on: its position; null when
-- there are five, -1 when the client is revoked.
SELECT webhook_make($1::bigint, $2, $3::bytea, $4::bigint)
