-- Verify chedang:sign_in_ticket on pg
SELECT ticket, code, tries, expires_at FROM chedang.sign_in_code WHERE false;
