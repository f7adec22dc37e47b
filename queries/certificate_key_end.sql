-- Ends a key ($1): what was signed from a moment on ($2) counts no more, for a reason ($3). One that was ended before can be ended from
-- an earlier moment, not from a later one. No row: there is no such key, or it was ended before.
UPDATE certificate_key SET ended_from = $2::timestamptz, reason = $3
 WHERE kid = $1 AND (ended_from IS NULL OR ended_from > $2::timestamptz) AND $2::timestamptz <= now()
RETURNING kid
