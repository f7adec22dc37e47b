-- Verify chedang:dispute_photo on pg
SELECT vehicle_key, dispute_id, body FROM chedang.dispute_photo WHERE false;
SELECT 'chedang.dispute_open_with'::regproc;
