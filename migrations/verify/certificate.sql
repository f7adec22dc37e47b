-- Verify chedang:certificate on pg
SELECT level, place, hash FROM chedang.certificate_log WHERE false;
SELECT size, kid, root, document, signed_at FROM chedang.certificate_head WHERE false;
SELECT id, number, client_id, vehicle_key, kid, status_index, issued_at, valid_until, version, state, state_at, state_no, reason, fresh,
       reference, destination, language, ground, predecessor, credential, paper, idempotency, body FROM chedang.certificate WHERE false;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'certificate_changed';
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.certificate_issue(chedang.certificate, bytea, bytea, bytea, text, text, text)'::regprocedure;
SELECT 1 / count(*) FROM pg_proc WHERE oid = 'chedang.changes_advance()'::regprocedure;
