-- Verify chedang:account_change on pg
SELECT closed_at FROM chedang.account WHERE false;
SELECT 'chedang.change_phone'::regproc, 'chedang.close_account'::regproc;
