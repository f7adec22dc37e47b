-- Counts that an account ($1) asks for consent: by account, by the owner's number ($2) and by address ($3), each hour. Whether
-- there were not too many, whether the number is the account's own, that own number; and if an account with the other number
-- holds vehicles ($6 is the one that is meant, if that is known), by what these are told apart. Else nulls stand there.
WITH tried AS (
    INSERT INTO attempt (kind, key, since, count)
    VALUES ('consent_account', int8send($1::bigint), date_trunc('hour', now()), 1),
           ('consent_phone', $2::bytea, date_trunc('hour', now()), 1),
           ('consent_address', $3::bytea, date_trunc('hour', now()), 1)
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING kind, count
), allowed AS (
    SELECT bool_and(count <= CASE kind WHEN 'consent_address' THEN $5::int ELSE $4::int END) AS yes FROM tried
)
SELECT allowed.yes, asker.phone_index = $2::bytea, asker.phone_index || asker.phone, held.handle, held.vehicle_key, held.salt,
       held.plate, held.language
  FROM allowed
  JOIN account AS asker ON asker.id = $1::bigint
  LEFT JOIN (SELECT access.handle, access.vehicle_key, registry.salt, registry.plate, account.language
               FROM account
               JOIN access ON access.account_id = account.id AND access.manages
               JOIN registry ON registry.vehicle_key = access.vehicle_key
              WHERE account.phone_index = $2::bytea AND account.id <> $1::bigint
                AND ($6::bytea IS NULL OR access.vehicle_key = $6::bytea)) AS held ON allowed.yes
 LIMIT 2000
