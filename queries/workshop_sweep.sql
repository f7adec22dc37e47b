-- Some vehicles that were there before anything was counted.
SELECT encode(key, 'hex') FROM vehicle
 WHERE key > (SELECT swept FROM workshop_position)
 ORDER BY key
 LIMIT $1::int
