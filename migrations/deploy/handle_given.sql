-- Deploy chedang:handle_given to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Of the handle that a client got by its look, or looked by. Null: none, or of the time of the look.
ALTER TABLE trail ADD COLUMN epoch int;

-- As before, but a client is told by the newest handle that it was given: a look by an older one has its watch last longer, and
-- leaves the handle as it is. With a newer one a watch begins anew, so that what changes before this is known is told by that too.
CREATE OR REPLACE FUNCTION trail_watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chedang.watch AS held (client_id, vehicle_key, epoch, until, told_version, recorded)
    SELECT DISTINCT ON (look.client_id, look.vehicle_key)
           look.client_id, look.vehicle_key, look.given, look.until, look.version, look.outcome = 'shown'
      FROM (SELECT client_id, vehicle_key, looked_at, version, outcome, coalesce(epoch, chedang.handle_epoch(looked_at)) AS given,
                   chedang.handle_until(chedang.handle_epoch(looked_at)) AS until
              FROM added WHERE client_id IS NOT NULL AND audience <> 'certificate') AS look
      LEFT JOIN chedang.watch AS known ON known.client_id = look.client_id AND known.vehicle_key = look.vehicle_key
     WHERE EXISTS (SELECT FROM chedang.client WHERE id = look.client_id AND revoked_at IS NULL)
       AND (known.client_id IS NULL OR known.epoch < look.given OR known.until < look.until)
     ORDER BY look.client_id, look.vehicle_key, look.given DESC, look.looked_at DESC
    ON CONFLICT (client_id, vehicle_key) DO UPDATE
       SET epoch = greatest(held.epoch, excluded.epoch), until = greatest(held.until, excluded.until),
           told_version = CASE WHEN held.epoch < excluded.epoch THEN excluded.told_version ELSE held.told_version END,
           recorded = CASE WHEN held.epoch < excluded.epoch THEN excluded.recorded ELSE held.recorded END,
           fresh = held.fresh OR held.epoch < excluded.epoch;
    RETURN NULL;
END $$;
COMMIT;
