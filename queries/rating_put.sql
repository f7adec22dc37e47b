-- What the account ($2) that holds a vehicle ($1) thinks of a repair ($3); the first time counts.
INSERT INTO rating (vehicle_key, repair_id, ownership, workshop_id, punctuality, attitude, quality, speed, price)
SELECT repair.vehicle_key, repair.id, access.handle, repair.workshop_id, $4::smallint, $5::smallint, $6::smallint,
       $7::smallint, $8::smallint
  FROM access
  JOIN repair ON repair.vehicle_key = access.vehicle_key AND repair.id = $3::bigint
 WHERE access.handle = $1 AND access.account_id = $2::bigint AND access.manages
ON CONFLICT (vehicle_key, repair_id, ownership) DO NOTHING
