-- The keys of a client ($1), those that count first, the newest of them first, without what they prove; at most a hundred.
SELECT key.kid, key.kind, key.label, (extract(epoch FROM key.created_at) * 1000000)::bigint,
       (extract(epoch FROM key.used_at) * 1000000)::bigint, (extract(epoch FROM key.expires_at) * 1000000)::bigint,
       CASE WHEN now.id IS NOT NULL THEN 'good' WHEN key.ended_at IS NOT NULL THEN 'ended'
            WHEN key.expires_at <= now() THEN 'expired' ELSE 'idle' END,
       extract(epoch FROM key.expires_at - now())::bigint / 86400
  FROM client_key AS key
  LEFT JOIN client_key_now AS now ON now.id = key.id
 WHERE key.client_id = $1::bigint
 ORDER BY now.id IS NULL, key.id DESC
 LIMIT 100
