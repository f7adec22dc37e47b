-- The vehicles that an organisation ($1) holds now, for somebody in it ($2), up to $3 of them: handle, key, VIN and plate, both
-- sealed, and by what they are sorted: when they were claimed, the latest repair, how many records have findings that owners
-- are shown.
SELECT access.handle, vehicle.key, vehicle.vin, ownership.plate, (extract(epoch FROM access.since) * 1000000)::bigint,
       life.last_on, life.findings
  FROM organisation
  JOIN ownership ON ownership.organisation_id = organisation.id
  JOIN access ON access.handle = ownership.handle AND access.account_id = $2::bigint
  JOIN vehicle ON vehicle.key = access.vehicle_key
 CROSS JOIN LATERAL (
       SELECT max(coalesce(repair.settled_on, repair.brought_on)) AS last_on,
              (SELECT count(*) FROM finding_shown AS shown WHERE shown.vehicle_key = vehicle.key) AS findings
         FROM repair
        WHERE repair.vehicle_key = vehicle.key) AS life
 WHERE organisation.handle = $1
 ORDER BY access.since DESC, access.handle
 LIMIT $3::int
