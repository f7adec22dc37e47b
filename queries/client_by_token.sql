-- Whose bearer token this is, while it and the client are valid.
SELECT client.id
  FROM client_token
  JOIN client ON client.id = client_token.client_id
 WHERE client_token.hash = $1::bytea
   AND client_token.expires_at > now()
   AND client.revoked_at IS NULL
