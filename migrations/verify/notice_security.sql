-- Verify chedang:notice_security on pg
SELECT 1 / (chedang.notice_is_security('claim_tried'))::int;
SELECT 'chedang.notice_unread'::regclass;
