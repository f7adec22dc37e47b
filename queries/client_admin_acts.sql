-- What was done with a client's ($1) keys and by whom, the latest first; no name: the operator.
SELECT (extract(epoch FROM trail.at) * 1000000)::bigint, client_admin.name, trail.act, trail.kid, client_key.label
  FROM client_admin_trail AS trail
  LEFT JOIN client_admin ON client_admin.id = trail.admin_id
  LEFT JOIN client_key ON client_key.kid = trail.kid
 WHERE trail.client_id = $1::bigint
 ORDER BY trail.id DESC
 LIMIT 50
