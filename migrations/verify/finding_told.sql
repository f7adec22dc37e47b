-- Verify chedang:finding_told on pg
SELECT vehicle_key, repair_id, revision, told_at FROM chedang.finding_told WHERE false;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'chedang' AND indexname = 'repair_with_findings';
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.finding_tell(text[], date)'::regprocedure;
