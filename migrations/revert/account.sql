-- Revert chedang:account from pg
BEGIN;
DROP TABLE chedang.attempt, chedang.session, chedang.sign_in_code, chedang.account;
COMMIT;
