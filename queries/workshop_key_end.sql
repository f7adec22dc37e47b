-- Ends a key; no row when there is none that counts.
UPDATE workshop_key SET ended_at = now() WHERE app_id = $1 AND ended_at IS NULL RETURNING app_id
