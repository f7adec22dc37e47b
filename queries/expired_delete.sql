-- Drops what has expired, some thousands at a time: sessions ($1 s idle, $2 s old), codes, requests, invitations, tokens,
-- watches, what clients were told and sent thirty days ago, what owners were told of findings ninety days ago, counts of tries,
-- browsers that were not used for as long as their cookie lives, reviews that were decided 180 days ago, and share links and
-- consents that ended ninety days ago; but the latest of a vehicle, which its successor counts on from. Of clients, sign-ins
-- that came to nothing, what they were refused ninety days ago, and what they looked up 400 days ago.
WITH idle AS (
    DELETE FROM session WHERE hash IN (
        SELECT hash FROM session
         WHERE used_at < now() - make_interval(secs => $1::float8)
            OR created_at < now() - make_interval(secs => $2::float8)
         LIMIT 5000)
), codes AS (
    DELETE FROM sign_in_code WHERE ticket IN (
        SELECT ticket FROM sign_in_code WHERE expires_at < now() LIMIT 5000)
), requests AS (
    DELETE FROM consent_request WHERE ticket IN (
        SELECT ticket FROM consent_request WHERE expires_at < now() LIMIT 5000)
), invitations AS (
    DELETE FROM organisation_invitation WHERE handle IN (
        SELECT handle FROM organisation_invitation WHERE expires_at < now() LIMIT 5000)
), consents AS (
    DELETE FROM consent WHERE handle IN (
        SELECT handle FROM consent
         WHERE least(expires_at, ended_at) < now() - interval '90 days'
           AND EXISTS (SELECT FROM consent AS later WHERE later.ownership = consent.ownership AND later.number > consent.number)
         LIMIT 5000)
), upload_tokens AS (
    DELETE FROM workshop_token WHERE hash IN (
        SELECT hash FROM workshop_token WHERE expires_at < now() LIMIT 5000)
), lookup_tokens AS (
    DELETE FROM client_token WHERE hash IN (
        SELECT hash FROM client_token WHERE expires_at < now() LIMIT 5000)
), assertions AS (
    DELETE FROM client_assertion WHERE hash IN (
        SELECT hash FROM client_assertion WHERE expires_at < now() LIMIT 5000)
), watches AS (
    DELETE FROM watch WHERE (client_id, vehicle_key) IN (
        SELECT client_id, vehicle_key FROM watch WHERE until < now() LIMIT 5000)
), events AS (
    DELETE FROM feed WHERE (client_id, seq) IN (
        SELECT client_id, seq FROM feed WHERE noted_at < now() - interval '30 days' ORDER BY noted_at, client_id, seq LIMIT 5000)
    RETURNING client_id, seq
), forgotten AS (
    UPDATE feed_head SET forgotten = newest.seq
      FROM (SELECT client_id, max(seq) AS seq FROM events GROUP BY client_id) AS newest
     WHERE feed_head.client_id = newest.client_id
), findings AS (
    DELETE FROM finding_told WHERE (vehicle_key, repair_id, revision) IN (
        SELECT vehicle_key, repair_id, revision FROM finding_told WHERE told_at < now() - interval '90 days' LIMIT 5000)
), deliveries AS (
    DELETE FROM webhook_delivery WHERE ctid IN (
        SELECT ctid FROM webhook_delivery WHERE tried_at < now() - interval '30 days' LIMIT 5000)
), client_sign_ins AS (
    DELETE FROM client_admin_ticket WHERE hash IN (
        SELECT hash FROM client_admin_ticket WHERE expires_at < now() LIMIT 5000)
), client_errors AS (
    DELETE FROM client_error_day WHERE (client_id, day, code) IN (
        SELECT client_id, day, code FROM client_error_day WHERE day < current_date - 90 LIMIT 5000)
), client_counts AS (
    DELETE FROM client_usage WHERE (client_id, day, purpose, outcome) IN (
        SELECT client_id, day, purpose, outcome FROM client_usage WHERE day < current_date - 400 LIMIT 5000)
), links AS (
    DELETE FROM share WHERE handle IN (
        SELECT handle FROM share
         WHERE least(expires_at, revoked_at) < now() - interval '90 days'
           AND EXISTS (SELECT FROM share AS later WHERE later.ownership = share.ownership AND later.number > share.number)
         LIMIT 5000)
), reviews AS (
    DELETE FROM review WHERE handle IN (
        SELECT handle FROM review WHERE state <> 'open' AND decided_at < now() - interval '180 days' LIMIT 5000)
), devices AS (
    DELETE FROM device WHERE (account_id, hash) IN (
        SELECT account_id, hash FROM device WHERE used_at < now() - interval '400 days' LIMIT 5000)
)
DELETE FROM attempt WHERE (kind, key, since) IN (
    SELECT kind, key, since FROM attempt WHERE since < now() - interval '2 days' LIMIT 5000)
