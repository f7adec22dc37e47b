-- Counts that a client ($1) asks for consent: by client ($4 an hour) and by the owner's number ($2, $5 an hour). Whether there were not
-- too many, the client's name; and if an account with that number manages the vehicle ($3), under which handle, and its language.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('certificate_client', int8send($1::bigint), date_trunc('hour', now()), 1),
           ('consent_phone', $2::bytea, date_trunc('hour', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING kind, count
), allowed AS (
    SELECT bool_and(count <= CASE kind WHEN 'certificate_client' THEN $4::int ELSE $5::int END) AS yes FROM tried
)
SELECT allowed.yes, client.name, held.handle, held.language
  FROM allowed
  JOIN client ON client.id = $1::bigint
  LEFT JOIN (SELECT access.handle, account.language
               FROM account
               JOIN access ON access.account_id = account.id AND access.manages
              WHERE account.phone_index = $2::bytea AND access.vehicle_key = $3::bytea
              LIMIT 1) AS held ON allowed.yes
