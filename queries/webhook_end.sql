-- Ends a webhook ($2) of a client ($1); a row when it was there.
DELETE FROM webhook WHERE client_id = $1::bigint AND id = $2 RETURNING id
