-- What the administrator of a client ($1) is told first: the client and its contract of today, with "purpose=look-ups in a
-- day,…"; nulls when there is none. And how many recovery codes are left.
SELECT client.name, client.public_id, client.sandbox, client_admin.name,
       (SELECT count(*) FROM client_admin_recovery WHERE admin_id = client_admin.id AND used_at IS NULL),
       (extract(epoch FROM contract.valid_from) * 1000000)::bigint, (extract(epoch FROM contract.valid_until) * 1000000)::bigint,
       contract.burst, contract.day,
       (SELECT string_agg(purpose || '=' || day, ',') FROM contract_purpose WHERE contract_id = contract.id)
  FROM client_admin
  JOIN client ON client.id = client_admin.client_id
 CROSS JOIN LATERAL contract_of(client.id) AS contract
 WHERE client_admin.id = $1::bigint
