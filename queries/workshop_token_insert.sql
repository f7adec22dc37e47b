-- Stores an upload token for a day; the earlier ones live on.
INSERT INTO workshop_token (hash, workshop_id, expires_at) VALUES ($1::bytea, $2::bigint, now() + interval '24 hours')
