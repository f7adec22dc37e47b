-- All clients, the oldest first.
SELECT public_id, audience, to_char(created_at, 'YYYY-MM-DD'), coalesce(to_char(revoked_at, 'YYYY-MM-DD'), ''), name
  FROM client ORDER BY id
