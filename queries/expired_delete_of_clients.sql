-- Drops what has expired of clients, some thousands at a time: tokens, assertions, watches (and those of
-- clients that were revoked, which a last look may have made, as well as their webhooks), what they were told and sent thirty days
-- ago, sign-ins that came to nothing, batches of certificates that are a week old, answers of a day ago to uploads,
-- what they were refused ninety days ago, and what they looked up 400 days ago.
WITH lookup_tokens AS (
    DELETE FROM client_token WHERE hash IN (
        SELECT hash FROM client_token WHERE expires_at < now() LIMIT 5000)
), assertions AS (
    DELETE FROM client_assertion WHERE hash IN (
        SELECT hash FROM client_assertion WHERE expires_at < now() LIMIT 5000)
), watches AS (
    DELETE FROM watch WHERE (client_id, vehicle_key) IN (
        (SELECT client_id, vehicle_key FROM watch WHERE until < now() LIMIT 5000)
        UNION ALL
        (SELECT watch.client_id, watch.vehicle_key
           FROM client JOIN watch ON watch.client_id = client.id
          WHERE client.revoked_at IS NOT NULL LIMIT 5000))
), webhooks AS (
    DELETE FROM webhook WHERE client_id IN (SELECT id FROM client WHERE revoked_at IS NOT NULL)
), events AS (
    DELETE FROM feed WHERE (client_id, seq) IN (
        SELECT client_id, seq FROM feed WHERE noted_at < now() - interval '30 days' ORDER BY noted_at, client_id, seq LIMIT 5000)
    RETURNING client_id, seq
), forgotten AS (
    UPDATE feed_head SET forgotten = newest.seq
      FROM (SELECT client_id, max(seq) AS seq FROM events GROUP BY client_id) AS newest
     WHERE feed_head.client_id = newest.client_id
), deliveries AS (
    DELETE FROM webhook_delivery WHERE ctid IN (
        SELECT ctid FROM webhook_delivery WHERE tried_at < now() - interval '30 days' LIMIT 5000)
), client_sign_ins AS (
    DELETE FROM client_admin_ticket WHERE hash IN (
        SELECT hash FROM client_admin_ticket WHERE expires_at < now() LIMIT 5000)
), batches AS (
    DELETE FROM certificate_batch WHERE handle IN (
        SELECT handle FROM certificate_batch WHERE created_at < now() - interval '7 days' LIMIT 50)
), repair_requests AS (
    DELETE FROM repair_request WHERE (client_id, key) IN (
        SELECT client_id, key FROM repair_request WHERE expires_at < now() LIMIT 5000)
), client_errors AS (
    DELETE FROM client_error_day WHERE (client_id, day, code) IN (
        SELECT client_id, day, code FROM client_error_day WHERE day < current_date - 90 LIMIT 5000)
)
DELETE FROM client_usage WHERE (client_id, day, purpose, outcome) IN (
    SELECT client_id, day, purpose, outcome FROM client_usage WHERE day < current_date - 400 LIMIT 5000)
