-- Revert chedang:repair_client from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP INDEX quarantine_workshop, repair_odd;
DROP FUNCTION repair_request_begin;
DROP TABLE repair_request;
DROP VIEW client_workshop;
DROP TABLE workshop_vendor;
ALTER TABLE client DROP COLUMN own_workshop, DROP CONSTRAINT client_audience_check;
ALTER TABLE client ADD CONSTRAINT client_audience_check CHECK (audience IN ('platform', 'export'));
COMMIT;
