-- Makes a vehicle ($1, its sealed VIN $2) one of the sandbox, before anything is stored of it.
WITH made AS (
    INSERT INTO vehicle (key, vin) VALUES ($1::bytea, $2::bytea) ON CONFLICT (key) DO NOTHING
)
INSERT INTO sandbox_vehicle (vehicle_key) VALUES ($1::bytea) ON CONFLICT DO NOTHING
