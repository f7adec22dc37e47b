-- Ends one token ($1, its hash) of this client ($2).
DELETE FROM client_token WHERE hash = $1::bytea AND client_id = $2::bigint
