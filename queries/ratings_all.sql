-- The latest ratings ($2 at most) that an account ($1) gave under what it holds or held. The day of the repair while the vehicle is
-- nobody else's: it may be corrected.
SELECT rating.ownership, workshop.name, rating.rated_on, repair.settled_on, rating.punctuality, rating.attitude, rating.quality,
       rating.speed, rating.price
  FROM ownership_ever AS ever
  JOIN rating ON rating.vehicle_key = ever.vehicle_key AND rating.ownership = ever.handle
  JOIN workshop ON workshop.id = rating.workshop_id
  LEFT JOIN repair ON (ever.ended IS NULL OR ever.ended IN ('scrapped', 'exported'))
                  AND repair.vehicle_key = rating.vehicle_key AND repair.id = rating.repair_id
 WHERE ever.account_id = $1::bigint
 ORDER BY rating.rated_on DESC, rating.vehicle_key, rating.repair_id DESC
 LIMIT $2::int
