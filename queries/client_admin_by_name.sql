-- The password of a client's administrator who has not left.
SELECT client_admin.id, client_admin.version, client_admin.password
  FROM client_admin
  JOIN client ON client.id = client_admin.client_id
 WHERE client_admin.name = $1 AND client_admin.ended_at IS NULL AND client.revoked_at IS NULL
