-- Keeps a signed head of the log: size ($1), root ($2), seconds ($3), kid ($4), signature ($5). The first of a size and key stays.
INSERT INTO certificate_head (size, root, at, kid, signature)
VALUES ($1::bigint, $2::bytea, $3::bigint, $4, $5::bytea)
ON CONFLICT DO NOTHING
