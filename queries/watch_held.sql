-- Whether a client ($1) watches a vehicle ($2) now: a row.
SELECT epoch FROM watch WHERE client_id = $1::bigint AND vehicle_key = $2::bytea AND until > now()
