-- Verify chedang:review on pg
SELECT handle, kind, account_id, against, vehicle_key, vin, state, round, decided_by, reason FROM chedang.review WHERE false;
SELECT review, name, body FROM chedang.review_photo WHERE false;
SELECT at, staff_id, review, round, act, photo FROM chedang.review_trail WHERE false;
SELECT 'chedang.review_decide'::regproc, 'chedang.review_open'::regproc, 'chedang.review_send'::regproc, 'chedang.claim_grant'::regproc;
SELECT ownership, account_id FROM chedang.review_holder WHERE false;
