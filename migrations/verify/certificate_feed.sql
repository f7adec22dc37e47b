-- Verify chedang:certificate_feed on pg
SELECT certificate FROM chedang.feed WHERE false;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'certificate_told' AND tgrelid = 'chedang.certificate'::regclass;
