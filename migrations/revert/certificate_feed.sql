-- Revert chedang:certificate_feed from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER certificate_told ON certificate;
DROP FUNCTION certificate_told;
UPDATE feed_head SET forgotten = last WHERE client_id IN (SELECT client_id FROM feed WHERE certificate IS NOT NULL);
DELETE FROM feed WHERE certificate IS NOT NULL;
ALTER TABLE feed
    DROP CONSTRAINT feed_of_one,
    DROP COLUMN certificate,
    ALTER kind TYPE change_kind USING kind::change_kind,
    ALTER vehicle_key SET NOT NULL,
    ALTER version SET NOT NULL,
    ALTER epoch SET NOT NULL;
COMMIT;
