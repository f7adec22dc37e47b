-- Verify chedang:repair on pg
SELECT vehicle_key, id, revision, detail FROM chedang.repair WHERE false;
SELECT vehicle_key, id, revision, replaced_at FROM chedang.repair_revision WHERE false;
SELECT workshop_id, number_index, content FROM chedang.settlement WHERE false;
SELECT id, body FROM chedang.message WHERE false;
SELECT id, reason, body FROM chedang.quarantine WHERE false;
SELECT 1 / (count(*) = 1)::int FROM pg_trigger WHERE tgname = 'repair_changed';
