-- Opens the live link of a secret ($1) and notes from where ($3) and with what ($4): in the counter, and in the place of the
-- opening a hundred before. One with a PIN opens only where that was given ($2); else the row says no more than that one is
-- needed. No row: there is no such link, it has ended, the vehicle has another holder, or too many tried its PIN this hour.
WITH link AS (
    SELECT share.handle, share.number, share.scope, share.records, share.expires_at, share.pin IS NOT NULL AND NOT $2::boolean AS asks,
           vehicle.key, vehicle.vin
      FROM share
      JOIN ownership_now AS ownership ON ownership.handle = share.ownership
      JOIN vehicle ON vehicle.key = ownership.vehicle_key
     WHERE share.secret = $1::bytea AND share.revoked_at IS NULL AND share.expires_at > now()
       AND (share.pin IS NULL OR $2::boolean OR NOT EXISTS (
            SELECT FROM attempt WHERE kind = 'share_pin' AND key = share.secret
                                  AND since = date_trunc('hour', now()) AND count >= 5))
), opened AS (
    UPDATE share SET openings = share.openings + 1 FROM link
     WHERE share.handle = link.handle AND NOT link.asks AND share.revoked_at IS NULL
    RETURNING share.handle, share.openings
), noted AS (
    INSERT INTO share_opening (share, slot, opened_at, network, device)
    SELECT handle, openings % 100, now(), $3, $4 FROM opened
    ON CONFLICT (share, slot) DO UPDATE
       SET opened_at = excluded.opened_at, network = excluded.network, device = excluded.device,
           client_id = NULL, purpose = NULL
)
SELECT link.asks, CASE WHEN NOT link.asks THEN link.key END, CASE WHEN NOT link.asks THEN link.vin END, link.number, link.scope,
       array_to_string(link.records, ' '), (extract(epoch FROM link.expires_at) * 1000000)::bigint
  FROM link
  LEFT JOIN opened ON opened.handle = link.handle
 WHERE link.asks OR opened.handle IS NOT NULL
