-- Revert chedang:client_console from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP INDEX trail_client;
DROP TABLE client_error_day, client_usage;
DROP FUNCTION client_key_end(bytea, text);
DROP FUNCTION client_key_add(bytea, text, text, bytea, text, int);
DROP FUNCTION client_admin_of(bytea);
DELETE FROM session WHERE client_admin_id IS NOT NULL;
ALTER TABLE session
    DROP COLUMN client_admin_id,
    ADD CONSTRAINT session_of_one CHECK (num_nonnulls(account_id, workshop_id, staff_id) = 1);
DROP TABLE client_admin_trail, client_admin_ticket, client_admin_recovery, client_admin;
COMMIT;
