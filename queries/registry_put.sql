-- Keeps what a vehicle's papers say: 'new', 'new_holder', 'corrected', 'unchanged'; 'again' when the row has another salt.
WITH known AS (
    INSERT INTO vehicle (key, vin) VALUES ($1::bytea, $2::bytea) ON CONFLICT (key) DO NOTHING
), before AS (
    SELECT salt, holder_revision FROM registry WHERE vehicle_key = $1::bytea
), put AS (
    INSERT INTO registry AS r (vehicle_key, salt, plate, engine_no, registration_no, holder, held_since,
                               first_registered, region, ended, ended_on)
    VALUES ($1::bytea, $3::bytea, $4::bytea, $5::bytea, $6::bytea, $7::bytea, $8::date, $9::date, $10, $11, $12::date)
    ON CONFLICT (vehicle_key) DO UPDATE
       SET plate = excluded.plate, engine_no = excluded.engine_no, registration_no = excluded.registration_no,
           holder = excluded.holder, held_since = excluded.held_since, first_registered = excluded.first_registered,
           region = excluded.region, ended = excluded.ended, ended_on = excluded.ended_on,
           holder_revision = r.holder_revision + (r.holder <> excluded.holder)::int
     WHERE r.salt = excluded.salt
       AND (r.plate, r.engine_no, r.registration_no, r.holder, r.held_since, r.first_registered, r.region, r.ended,
            r.ended_on)
           IS DISTINCT FROM (excluded.plate, excluded.engine_no, excluded.registration_no, excluded.holder,
                             excluded.held_since, excluded.first_registered, excluded.region, excluded.ended, excluded.ended_on)
    RETURNING holder_revision
)
SELECT CASE
         WHEN put.holder_revision IS NULL AND before.salt = $3::bytea THEN 'unchanged'
         WHEN put.holder_revision IS NULL THEN 'again'
         WHEN before.salt IS NULL THEN 'new'
         WHEN put.holder_revision <> before.holder_revision THEN 'new_holder'
         ELSE 'corrected'
       END
  FROM (SELECT) AS one LEFT JOIN before ON true LEFT JOIN put ON true
