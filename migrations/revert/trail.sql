-- Revert chedang:trail from pg
BEGIN;
DROP TABLE chedang.trail, chedang.trail_position;
COMMIT;
