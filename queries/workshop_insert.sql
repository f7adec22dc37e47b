-- Registers a workshop; no row when another request has just done so.
INSERT INTO workshop (code, name, credit_code, licence_no, licence_from, licence_to, class, region, economic_type,
                      operating_state, business_scope, address, postal_code, contacts, password)
VALUES ($1, $2, $3, $4, $5::date, $6::date, $7::smallint, $8, $9, $10, $11, $12, $13, $14::bytea, $15::bytea)
ON CONFLICT DO NOTHING
RETURNING id
