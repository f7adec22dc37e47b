-- Which workshop an upload's token was given to.
SELECT workshop_id FROM workshop_token WHERE hash = $1::bytea AND expires_at > now()
