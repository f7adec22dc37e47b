-- Watches a vehicle ($2) for a client ($1) that has a handle of it, made in an epoch ($3): for a year. What is watched already keeps
-- the handle that it is told by.
INSERT INTO watch AS held (client_id, vehicle_key, epoch, until, told_version, recorded)
SELECT $1::bigint, $2::bytea, $3::int, now() + interval '365 days', coalesce(max(version), 0), coalesce(max(version), 0) > 0
  FROM vehicle WHERE key = $2::bytea
ON CONFLICT (client_id, vehicle_key) DO UPDATE
   SET until = greatest(held.until, excluded.until), epoch = CASE WHEN held.until > now() THEN held.epoch ELSE excluded.epoch END
