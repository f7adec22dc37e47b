-- A client ($1) that has certificates issued, as client_by_token.sql has it; its contract's day, and how many certificates it has got
-- since a moment ($2, microseconds), and how many were superseded that no other of the vehicle follows and that would still be valid.
SELECT client.id, client.public_id, client.sandbox,
       CASE WHEN client.slowed_until > now() THEN extract(epoch FROM client.slowed_until)::bigint END, contract.bulk, contract.day,
       (SELECT string_agg(contract_purpose.purpose || '=' || contract_purpose.day, ',')
          FROM contract_purpose WHERE contract_id = contract.id AND client.revoked_at IS NULL),
       (SELECT count(*) FROM certificate
         WHERE certificate.client_id = client.id AND issued_at >= 'epoch'::timestamptz + $2::bigint * interval '1 microsecond'),
       (SELECT count(*) FROM certificate
         WHERE certificate.client_id = client.id AND state = 'superseded' AND certificate_ends(valid_until) > now()
           AND NOT EXISTS (SELECT FROM certificate AS later WHERE later.vehicle_key = certificate.vehicle_key
                                                             AND later.client_id = client.id AND later.id > certificate.id))
  FROM client
 CROSS JOIN LATERAL contract_of(client.id) AS contract
 WHERE client.id = $1::bigint
