-- Verify chedang:certificate_shown on pg
SELECT 1 / (prosrc LIKE '%shown_version%')::int FROM pg_proc WHERE oid = 'chedang.certificates_advance'::regproc;
