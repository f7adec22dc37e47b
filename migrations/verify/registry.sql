-- Verify chedang:registry on pg
SELECT vehicle_key, salt, plate, engine_no, registration_no, holder, holder_revision FROM chedang.registry WHERE false;
SELECT 1 / (count(*) = 1)::int FROM pg_trigger WHERE tgname = 'registry_changed';
