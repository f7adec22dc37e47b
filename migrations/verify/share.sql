-- Verify chedang:share on pg
SELECT handle, ownership, number, secret, scope, records, pin, created_at, expires_at, revoked_at, openings FROM chedang.share WHERE false;
SELECT share, slot, opened_at, network, device FROM chedang.share_opening WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE proname = 'share_make' AND pronamespace = 'chedang'::regnamespace;
