-- Whose a signed call is, and the sealed secret that it is signed with.
SELECT workshop_id, secret FROM workshop_key WHERE app_id = $1 AND ended_at IS NULL
