-- Verify chedang:code_message on pg
SELECT message, made_at FROM chedang.sign_in_code WHERE false;
