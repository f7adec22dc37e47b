-- Verify chedang:account on pg
SELECT id, phone_index, phone FROM chedang.account WHERE false;
SELECT code, tries, expires_at FROM chedang.sign_in_code WHERE false;
SELECT hash, account_id, created_at, used_at FROM chedang.session WHERE false;
SELECT kind, key, since, count FROM chedang.attempt WHERE false;
