-- Revert chedang:unknown_phrase from pg
BEGIN;
DROP TABLE chedang.unknown_phrase;
COMMIT;
