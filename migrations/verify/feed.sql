-- Verify chedang:feed on pg
SELECT kind FROM chedang.change WHERE false;
SELECT shown_version FROM chedang.vehicle WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.registry_corrected()'::regprocedure;
SELECT client_id, vehicle_key, epoch, until, told_version, recorded, fresh FROM chedang.watch WHERE false;
SELECT client_id, seq, vehicle_key, kind, version, epoch, noted_at FROM chedang.feed WHERE false;
SELECT client_id, last, forgotten FROM chedang.feed_head WHERE false;
SELECT id, public_id FROM chedang.client_told WHERE false;
SELECT 1 / count(*) FROM chedang.feed_position;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'trail_watched';
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'repair_stays';
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.feed_advance()'::regprocedure;
