-- Opens the live link of a secret ($1) for a client's ($4) look-up of a vehicle ($2) for a purpose ($5), and notes it as
-- share_open does with an opening from somewhere ($6, $7). One with a PIN opens only with the hash of the right one ($3), as
-- share_try_pin counts them; else the row says that one is needed, or how many wrong ones may follow this hour. No row: there
-- is no such link of this vehicle, it has ended, the vehicle has another holder, or too many tried its PIN this hour.
WITH link AS (
    SELECT share.handle, share.secret, share.number, share.scope, share.records, share.expires_at, share.certifies, vehicle.key, vehicle.vin,
           share.pin IS NOT NULL AS closed, share.pin IS NOT NULL AND $3::bytea IS NOT NULL AS tried,
           coalesce(share.pin = $3::bytea, false) AS fits
      FROM share
      JOIN ownership_now AS ownership ON ownership.handle = share.ownership
      JOIN vehicle ON vehicle.key = ownership.vehicle_key
     WHERE share.secret = $1::bytea AND vehicle.key = $2::bytea AND share.revoked_at IS NULL AND share.expires_at > now()
       AND (share.pin IS NULL OR NOT EXISTS (
            SELECT FROM attempt WHERE kind = 'share_pin' AND key = share.secret
                                  AND since = date_trunc('hour', now()) AND count >= 5))
), trial AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'share_pin', secret, date_trunc('hour', now()), CASE WHEN fits THEN 0 ELSE 1 END FROM link WHERE tried
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + excluded.count WHERE attempt.count < 5
    RETURNING count
), opened AS (
    UPDATE share SET openings = share.openings + 1 FROM link
     WHERE share.handle = link.handle AND share.revoked_at IS NULL
       AND (NOT link.closed OR (link.fits AND EXISTS (SELECT FROM trial)))
    RETURNING share.handle, share.openings
), noted AS (
    INSERT INTO share_opening (share, slot, opened_at, network, device, client_id, purpose)
    SELECT handle, openings % 100, now(), $6, $7, $4::bigint, $5 FROM opened
    ON CONFLICT (share, slot) DO UPDATE
       SET opened_at = excluded.opened_at, network = excluded.network, device = excluded.device,
           client_id = excluded.client_id, purpose = excluded.purpose
)
SELECT opened.handle IS NOT NULL, link.tried, 5 - trial.count, CASE WHEN opened.handle IS NOT NULL THEN link.key END,
       CASE WHEN opened.handle IS NOT NULL THEN link.vin END, link.scope, array_to_string(link.records, ' '),
       (extract(epoch FROM link.expires_at) * 1000000)::bigint, link.certifies
  FROM link
  LEFT JOIN opened ON opened.handle = link.handle
  LEFT JOIN trial ON true
 WHERE opened.handle IS NOT NULL OR (link.closed AND NOT link.tried) OR (link.tried AND NOT link.fits AND trial.count < 5)
