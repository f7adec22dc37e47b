-- Keeps a message that belongs to no history; a repeat changes nothing.
INSERT INTO quarantine (workshop_id, family, reason, content, body)
VALUES ($1::bigint, $2, $3, $4::bytea, $5::bytea)
ON CONFLICT (workshop_id, content) DO NOTHING
