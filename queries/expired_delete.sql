-- Drops what has expired, some thousands at a time: sessions ($1 s idle, $2 s old), codes, requests, invitations, tokens, counts of
-- tries, browsers that were not used for as long as their cookie lives, reviews that were decided 180 days ago, nonces of
-- signed calls, orders of thirty days that were never settled and photos of as many days, what owners were told of findings ninety days ago, and share links and consents that ended ninety days ago; but the latest of a vehicle, which
-- its successor counts on from.
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
), certificate_requests AS (
    DELETE FROM certificate_consent WHERE request IN (
        SELECT request FROM certificate_consent WHERE expires_at < now() LIMIT 5000)
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
), nonces AS (
    DELETE FROM workshop_nonce WHERE (app_id, hash) IN (
        SELECT app_id, hash FROM workshop_nonce WHERE used_at < now() - interval '1 hour' LIMIT 5000)
), orders AS (
    DELETE FROM workshop_order WHERE (workshop_id, number_index) IN (
        SELECT workshop_id, number_index FROM workshop_order WHERE opened_at < now() - interval '30 days' LIMIT 5000)
), order_photos AS (
    DELETE FROM workshop_order_photo WHERE (workshop_id, number_index, name) IN (
        SELECT workshop_id, number_index, name FROM workshop_order_photo WHERE taken_at < now() - interval '30 days' LIMIT 200)
), findings AS (
    DELETE FROM finding_told WHERE (vehicle_key, repair_id, revision) IN (
        SELECT vehicle_key, repair_id, revision FROM finding_told WHERE told_at < now() - interval '90 days' LIMIT 5000)
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
