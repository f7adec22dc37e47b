-- A key ($1, $2 sealed secret) for the workshop with this code ($3); no row when there is none.
INSERT INTO workshop_key (app_id, secret, workshop_id) SELECT $1, $2::bytea, id FROM workshop WHERE code = $3
RETURNING app_id
