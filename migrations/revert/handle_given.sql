-- Revert chedang:handle_given from pg
BEGIN;
SET LOCAL search_path = chedang;
CREATE OR REPLACE FUNCTION trail_watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chedang.watch AS held (client_id, vehicle_key, epoch, until, told_version, recorded)
    SELECT DISTINCT ON (added.client_id, added.vehicle_key)
           added.client_id, added.vehicle_key, chedang.handle_epoch(added.looked_at),
           chedang.handle_until(chedang.handle_epoch(added.looked_at)), added.version, added.outcome = 'shown'
      FROM added
      LEFT JOIN chedang.watch AS known ON known.client_id = added.client_id AND known.vehicle_key = added.vehicle_key
     WHERE added.client_id IS NOT NULL AND added.audience <> 'certificate'
       AND EXISTS (SELECT FROM chedang.client WHERE id = added.client_id AND revoked_at IS NULL)
       AND (known.client_id IS NULL OR known.epoch < chedang.handle_epoch(added.looked_at))
     ORDER BY added.client_id, added.vehicle_key, added.looked_at DESC
    ON CONFLICT (client_id, vehicle_key) DO UPDATE
       SET epoch = greatest(held.epoch, excluded.epoch), until = greatest(held.until, excluded.until);
    RETURN NULL;
END $$;
ALTER TABLE trail DROP COLUMN epoch;
COMMIT;
