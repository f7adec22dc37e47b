-- Revert chedang:certificate from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION changes_advance, certificates_advance, certificate_issue;
DROP TABLE certificate;
DROP FUNCTION certificate_state_changed, certificate_ends;
DROP SEQUENCE certificate_state_number;
DROP TABLE certificate_head;
DROP FUNCTION certificate_log_consistency, certificate_log_path, certificate_log_hash, certificate_log_half, certificate_log_size,
    certificate_log_append;
DROP TABLE certificate_log;
COMMIT;
