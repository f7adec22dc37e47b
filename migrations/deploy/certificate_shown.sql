-- Deploy chedang:certificate_shown to pg
BEGIN;
SET LOCAL search_path = chedang;

-- As before, but for changes of what nobody is shown: a new holder, a new plate or the end of a vehicle, which is what an export
-- is, change nothing that a certificate says.
CREATE OR REPLACE FUNCTION certificates_advance() RETURNS void LANGUAGE sql AS $$
    WITH changed AS (
        SELECT change.key, max(change.version) AS version
          FROM chedang.feed_position
          JOIN chedang.change ON change.xid >= feed_position.low
         WHERE change.kind IS NOT NULL
         GROUP BY change.key
    ), due AS (
        SELECT certificate.id, certificate.version < changed.version AS older
          FROM changed JOIN chedang.certificate ON certificate.vehicle_key = changed.key
         WHERE certificate.state = 'valid' AND certificate.version < changed.version
        UNION
        SELECT certificate.id, coalesce(certificate.version < vehicle.shown_version, false)
          FROM chedang.certificate LEFT JOIN chedang.vehicle ON vehicle.key = certificate.vehicle_key
         WHERE certificate.fresh
    ), judged AS (
        SELECT id, bool_or(older) AS older FROM due GROUP BY id
    )
    UPDATE chedang.certificate
       SET fresh = false,
           state = CASE WHEN older AND state = 'valid' THEN 'superseded' ELSE state END,
           state_at = CASE WHEN older AND state = 'valid' THEN now() ELSE state_at END
      FROM judged WHERE certificate.id = judged.id
$$;
COMMIT;
