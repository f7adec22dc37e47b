-- Tries a PIN ($2) at the live link of a secret ($1): whether it is right, and how many wrong ones may follow this hour. No
-- row: no such link, as with share_open, or this was the fifth wrong one of the hour or came after it.
WITH link AS (
    SELECT share.secret, share.pin = $2::bytea AS fits
      FROM share
      JOIN ownership_now AS ownership ON ownership.handle = share.ownership
     WHERE share.secret = $1::bytea AND share.revoked_at IS NULL AND share.expires_at > now() AND share.pin IS NOT NULL
), tried AS (
    INSERT INTO attempt (kind, key, since, count)
    SELECT 'share_pin', secret, date_trunc('hour', now()), CASE WHEN fits THEN 0 ELSE 1 END FROM link
    ON CONFLICT (kind, key, since) DO UPDATE SET count = attempt.count + excluded.count WHERE attempt.count < 5
    RETURNING count
)
SELECT link.fits, 5 - tried.count FROM link, tried WHERE link.fits OR tried.count < 5
