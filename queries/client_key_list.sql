-- The keys of a client ($1, its public id), the newest first, without what they prove.
SELECT kid, kind, to_char(client_key.created_at, 'YYYY-MM-DD'), to_char(expires_at, 'YYYY-MM-DD'), coalesce(to_char(used_at, 'YYYY-MM-DD'), ''),
       CASE WHEN EXISTS (SELECT FROM client_key_now WHERE id = client_key.id) THEN 'good' WHEN ended_at IS NOT NULL THEN 'ended'
            WHEN expires_at <= now() THEN 'expired' ELSE 'idle' END,
       label
  FROM client_key
  JOIN client ON client.id = client_key.client_id
 WHERE client.public_id = $1
 ORDER BY client_key.id DESC
