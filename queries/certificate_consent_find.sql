-- Counts that a client ($1) asks for consent: by client ($4 an hour), by the owner's number ($2, $5 an hour), by both ($6 a day), and
-- by the vehicle ($3, $7 a day, whoever asks). Whether there were not too many, of which there were, the client's name; and if an
-- account with that number manages the vehicle, under which handle, and its language.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('certificate_client', int8send($1::bigint), date_trunc('hour', now()), 1),
           ('certificate_phone', $2::bytea, date_trunc('hour', now()), 1),
           ('certificate_asked', int8send($1::bigint) || $2::bytea, date_trunc('day', now()), 1),
           ('certificate_vehicle', $3::bytea, date_trunc('day', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING kind, count
), allowed AS (
    SELECT bool_and(count <= CASE kind WHEN 'certificate_client' THEN $4::int WHEN 'certificate_phone' THEN $5::int
                                       WHEN 'certificate_asked' THEN $6::int ELSE $7::int END) AS yes,
           bool_or(kind IN ('certificate_asked', 'certificate_vehicle')
                   AND count > CASE kind WHEN 'certificate_asked' THEN $6::int ELSE $7::int END) AS of_day
      FROM tried
)
SELECT allowed.yes, allowed.of_day, client.name, held.handle, held.language
  FROM allowed
  JOIN client ON client.id = $1::bigint
  LEFT JOIN (SELECT access.handle, account.language
               FROM account
               JOIN access ON access.account_id = account.id AND access.manages
              WHERE account.phone_index = $2::bytea AND access.vehicle_key = $3::bytea
              LIMIT 1) AS held ON allowed.yes
