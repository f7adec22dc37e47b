-- Revert chedang:trail from pg
BEGIN;
DROP FUNCTION chedang.partitions_ahead;
DROP TABLE chedang.trail, chedang.trail_position;
COMMIT;
