-- Counts claims of an organisation ($2) for an account ($3) that administers it: by the lines of the day ($5 at most) and by
-- vehicle ($1, keys in hex, a comma between; $4 a day at most). For each vehicle, in their order, whether it was not too
-- often, and if so the facts to compare with. No row: not for this account.
WITH own AS (
    SELECT organisation.id
      FROM organisation
      JOIN organisation_member ON organisation_member.organisation_id = organisation.id
     WHERE organisation.handle = $2 AND organisation.state = 'approved'
       AND organisation_member.account_id = $3::bigint AND organisation_member.role = 'administrator'
), wanted AS (
    SELECT decode(line.key, 'hex') AS key, line.n FROM unnest(string_to_array($1, ',')) WITH ORDINALITY AS line (key, n)
), lines AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'claim_organisation', int8send(own.id), date_trunc('day', now()), (SELECT count(*) FROM wanted) FROM own
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + excluded.count
    RETURNING count
), tried AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'claim_vehicle', wanted.key, date_trunc('day', now()), 1 FROM wanted, lines WHERE lines.count <= $5::int ORDER BY wanted.key
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + 1
    RETURNING key, count
)
SELECT coalesce(tried.count <= $4::int, false), registry.salt, registry.plate, registry.engine_no, registry.registration_no,
       registry.holder, registry.holder_revision
  FROM lines
 CROSS JOIN wanted
  LEFT JOIN tried ON tried.key = wanted.key
  LEFT JOIN registry ON registry.vehicle_key = wanted.key AND registry.ended IS NULL AND tried.count <= $4::int
 ORDER BY wanted.n
