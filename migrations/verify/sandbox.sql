-- Verify chedang:sandbox on pg
SELECT unkind FROM chedang.client WHERE false;
SELECT vehicle_key FROM chedang.sandbox_vehicle WHERE false;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'ownership_of_sandbox' AND tgrelid = 'chedang.ownership'::regclass;
