-- The consents of an account, the latest first: those it gave, of vehicles it holds or held, and those it got. Key and VIN of the
-- vehicle, since and until when, when it ended before that.
SELECT ownership.account_id IS NOT DISTINCT FROM $1::bigint, vehicle.key, vehicle.vin,
       (extract(epoch FROM consent.given_at) * 1000000)::bigint, (extract(epoch FROM consent.expires_at) * 1000000)::bigint,
       (extract(epoch FROM consent.ended_at) * 1000000)::bigint
  FROM consent
  JOIN ownership ON ownership.handle = consent.ownership
  JOIN vehicle ON vehicle.key = ownership.vehicle_key
 WHERE consent.handle IN (SELECT handle FROM consent WHERE account_id = $1::bigint
                           UNION ALL
                          SELECT consent.handle
                            FROM ownership AS own JOIN consent ON consent.ownership = own.handle
                           WHERE own.account_id = $1::bigint)
 ORDER BY consent.given_at DESC, consent.handle
 LIMIT $2::int
