-- A client ($1) that has certificates issued, as client_by_token.sql has it; its contract's day, and how many certificates it has got
-- since a moment ($2, microseconds).
SELECT client.id, client.public_id, client.sandbox,
       CASE WHEN client.slowed_until > now() THEN extract(epoch FROM client.slowed_until)::bigint END, contract.bulk, contract.day,
       (SELECT string_agg(contract_purpose.purpose || '=' || contract_purpose.day, ',')
          FROM contract_purpose WHERE contract_id = contract.id AND client.revoked_at IS NULL),
       (SELECT count(*) FROM certificate
         WHERE certificate.client_id = client.id AND issued_at >= 'epoch'::timestamptz + $2::bigint * interval '1 microsecond')
  FROM client
 CROSS JOIN LATERAL contract_of(client.id) AS contract
 WHERE client.id = $1::bigint
