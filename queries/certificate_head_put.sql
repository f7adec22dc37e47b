-- Keeps a head of the log that was signed just now: size ($1), key ($2), root ($3, in hex), document ($4). The first of a size and key
-- stays.
INSERT INTO certificate_head (size, kid, root, document)
VALUES ($1::bigint, $2, decode($3, 'hex'), $4)
ON CONFLICT DO NOTHING
