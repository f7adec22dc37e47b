-- Whose bearer token this is, while it, the client, and the key that it was got with are valid; until when it is slowed
-- (seconds since 1970; null: it is not); and what the contract of today allows of what the token is for:
-- "purpose=look-ups in a day,…", null when there is none; the seconds that the token has left; and the workshop
-- whose own client it is.
SELECT client.id, client.public_id, client.sandbox,
       CASE WHEN client.slowed_until > now() THEN extract(epoch FROM client.slowed_until)::bigint END,
       contract.bulk, contract.burst, contract.day,
       (SELECT string_agg(contract_purpose.purpose || '=' || contract_purpose.day, ',')
          FROM contract_purpose
         WHERE contract_id = contract.id AND contract_purpose.purpose = ANY (client_token.purposes)),
       client.unkind, extract(epoch FROM client_token.expires_at - now())::bigint, client.own_workshop
  FROM client_token
  JOIN client_key_now AS held ON held.id = client_token.key_id
  JOIN client ON client.id = client_token.client_id
 CROSS JOIN LATERAL contract_of(client.id) AS contract
 WHERE client_token.hash = $1::bytea
   AND client_token.expires_at > now()
