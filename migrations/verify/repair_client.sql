-- Verify chedang:repair_client on pg
SELECT own_workshop FROM chedang.client WHERE false;
SELECT workshop_id, client_id, named_at, ended_at FROM chedang.workshop_vendor WHERE false;
SELECT client_id, workshop_id FROM chedang.client_workshop WHERE false;
SELECT client_id, key, request, status, answer, expires_at FROM chedang.repair_request WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.repair_request_begin(bigint, bytea, bytea)'::regprocedure;
SELECT 1 / (count(*) = 2)::int FROM pg_indexes WHERE schemaname = 'chedang' AND indexname IN ('repair_odd', 'quarantine_workshop');
