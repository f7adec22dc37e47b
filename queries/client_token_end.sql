-- Ends one token ($1, its hash) of this client ($2), with an assertion ($3, good until $4) that counts once, or with null: false
-- when it came before, and then the token stays.
WITH used AS (
    INSERT INTO client_assertion SELECT $3::bytea, to_timestamp($4::float8) WHERE $3::bytea IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING hash
), proof AS (
    SELECT $3::bytea IS NULL OR EXISTS (SELECT FROM used) AS counts
), ended AS (
    DELETE FROM client_token USING proof
     WHERE proof.counts AND client_token.hash = $1::bytea AND client_token.client_id = $2::bigint
)
SELECT counts FROM proof
