-- Verify chedang:workshop_signs on pg
SELECT workshop_id, day, fault, concordant FROM chedang.workshop_record WHERE false;
SELECT workshop_id, day, sums, stale FROM chedang.workshop_day WHERE false;
SELECT weight, sums FROM chedang.workshop_standing WHERE false;
SELECT code, part, whole, chance, since FROM chedang.workshop_sign WHERE false;
SELECT 1 / count(*) FROM chedang.workshop_position;
SELECT version, xid FROM chedang.workshop_seen WHERE false;
