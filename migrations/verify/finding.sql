-- Verify chedang:finding on pg
SELECT id, vehicle_key FROM chedang.examination WHERE false;
SELECT rules FROM chedang.examination_rules WHERE false;
SELECT vehicle_key, repair_id, code, handle, revision, version, other_id, fitting_km, for_owners, workshop_id, state, returns_to,
       opened_at, told_at, due_on, reminded, owner_told_at, closed_at, reason FROM chedang.finding WHERE false;
SELECT handle, number, act, by, staff_id, taken_at, reason, words FROM chedang.finding_step WHERE false;
SELECT workshop_id, id, day, findings, sent_at, read_at FROM chedang.finding_reminder WHERE false;
SELECT vehicle_key, repair_id, codes FROM chedang.finding_shown WHERE false;
SELECT 1 / (count(*) = 3)::int FROM pg_trigger WHERE tgname IN ('change_to_examine', 'findings_showed', 'findings_move');
SELECT 1 / (to_regclass('chedang.finding_told') IS NULL)::int;
