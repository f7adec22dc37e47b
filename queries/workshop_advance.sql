-- Notes that changes of vehicles ($1, JSON) are counted, and that all before the transaction $2 are.
WITH moved AS (
    UPDATE workshop_position SET low = greatest(low, $2::text::xid8) WHERE low < $2::text::xid8
), forgotten AS (
    DELETE FROM workshop_seen WHERE xid < $2::text::xid8
), noted AS (
    INSERT INTO workshop_seen AS held (vehicle_key, version, xid)
    SELECT decode(vehicle, 'hex'), max(version), max(xid::text::xid8)
      FROM json_to_recordset($1::json) AS seen (vehicle text, version bigint, xid text)
     WHERE xid::text::xid8 >= $2::text::xid8
     GROUP BY vehicle
    ON CONFLICT (vehicle_key) DO UPDATE SET version = excluded.version, xid = excluded.xid WHERE held.version < excluded.version
    RETURNING 1
)
SELECT count(*) FROM noted
