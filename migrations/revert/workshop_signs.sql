-- Revert chedang:workshop_signs from pg
BEGIN;
DROP TABLE chedang.workshop_seen, chedang.workshop_position, chedang.workshop_sign, chedang.workshop_standing, chedang.workshop_day,
    chedang.workshop_record;
COMMIT;
