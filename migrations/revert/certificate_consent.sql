-- Revert chedang:certificate_consent from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION certificate_consent_take;
DROP TABLE certificate_consent;
ALTER TABLE client DROP CONSTRAINT client_audience_check;
ALTER TABLE client ADD CONSTRAINT client_audience_check CHECK (audience IN ('platform'));
COMMIT;
