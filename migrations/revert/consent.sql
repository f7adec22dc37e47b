-- Revert chedang:consent from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER consent_of_closed ON account;
DROP FUNCTION consent_of_closed;
DROP FUNCTION consent_take(bigint, bytea, bytea, text);
DROP FUNCTION tell_managers(text, text);
DROP VIEW access;
DROP TABLE consent_request;
DROP TABLE consent;
COMMIT;
