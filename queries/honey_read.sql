-- The vehicles that nobody has, each with what all of them together are called; no row when that is $1.
SELECT now.state, encode(honey.vehicle_key, 'hex')
  FROM (SELECT count(*) || '.' || coalesce(max(id), 0) AS state FROM honey) AS now
  LEFT JOIN honey ON true
 WHERE now.state <> $1
