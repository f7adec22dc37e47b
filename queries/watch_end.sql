-- Tells a client ($1) no more of a vehicle ($2).
DELETE FROM watch WHERE client_id = $1::bigint AND vehicle_key = $2::bytea
