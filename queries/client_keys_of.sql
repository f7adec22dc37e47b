-- What a client ($1, its public id) may prove itself with, of one kind.
SELECT id, client_id, kid, proof FROM client_key_now WHERE public_id = $1 AND kind = $2 ORDER BY id LIMIT 20
