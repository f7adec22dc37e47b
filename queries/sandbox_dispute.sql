-- Makes the newest record of a vehicle of the sandbox ($1) contested, unless one is.
UPDATE repair SET disputed = true
  FROM sandbox_vehicle
 WHERE sandbox_vehicle.vehicle_key = $1::bytea AND repair.vehicle_key = sandbox_vehicle.vehicle_key
   AND repair.id = (SELECT max(id) FROM repair WHERE vehicle_key = $1::bytea)
   AND NOT EXISTS (SELECT FROM repair WHERE vehicle_key = $1::bytea AND disputed)
