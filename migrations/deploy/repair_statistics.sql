-- Deploy chedang:repair_statistics to pg
BEGIN;
SET LOCAL search_path = chedang;

-- From a sample of a large table ANALYZE takes the vehicles for far fewer than they are, so the planner expects dozens of
-- records of each and reads all workshops for one look-up. A vehicle has about five.
ALTER TABLE repair ALTER COLUMN vehicle_key SET (n_distinct = -0.2);
ANALYZE repair (vehicle_key);

COMMIT;
