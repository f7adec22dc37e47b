-- Deploy chedang:webhook to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Where a client wants its feed to be sent to. What is sent is leased by moving due_at on, so that no transaction is open
-- meanwhile; who dies in between has it sent again.
CREATE TABLE webhook (
    id            text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{16}$'),
    client_id     bigint NOT NULL REFERENCES client,
    target        bytea NOT NULL,            -- sealed: an address may hold a secret of the client's
    position      bigint NOT NULL,           -- all events up to this one were taken
    ping_at       timestamptz,               -- when one is due; null: none is wanted
    confirmed_at  timestamptz,               -- a ping's challenge was answered: the address wants to be sent to
    leased_until  timestamptz,               -- something is on its way
    delivered_at  timestamptz,               -- when something last was, whatever became of it
    due_at        timestamptz NOT NULL DEFAULT now(),
    tries         int NOT NULL DEFAULT 0,
    failing_since timestamptz,
    paused_at     timestamptz,               -- it failed for a day; a replay goes on
    made_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_client ON webhook (client_id);
CREATE INDEX webhook_due ON webhook (due_at) WHERE paused_at IS NULL;

CREATE TABLE webhook_delivery (
    webhook_id text NOT NULL REFERENCES webhook ON DELETE CASCADE,
    tried_at   timestamptz NOT NULL DEFAULT now(),
    first_seq  bigint,                       -- null: a ping
    last_seq   bigint,
    status     int NOT NULL,                 -- of HTTP; 0: there was no answer
    outcome    text NOT NULL CHECK (outcome IN ('taken', 'refused', 'no_answer', 'no_connection', 'no_tls', 'address_not_allowed', 'not_confirmed')),
    ms         int NOT NULL
);
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, tried_at);
CREATE INDEX webhook_delivery_tried_at ON webhook_delivery (tried_at);

-- Another webhook of a client, which gets what comes after in_after, or from now on, once it has answered a ping: the position; null when it has five, -1 when it
-- is revoked.
CREATE FUNCTION webhook_make(in_client bigint, in_id text, in_target bytea, in_after bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('chedang.webhook', in_client));
    IF NOT EXISTS (SELECT FROM chedang.client WHERE id = in_client AND revoked_at IS NULL) THEN
        RETURN -1;
    END IF;
    IF (SELECT count(*) FROM chedang.webhook WHERE client_id = in_client) >= 5 THEN
        RETURN NULL;
    END IF;
    in_after := coalesce(in_after, (SELECT last FROM chedang.feed_head WHERE client_id = in_client), 0);
    INSERT INTO chedang.webhook (id, client_id, target, position, ping_at) VALUES (in_id, in_client, in_target, in_after, now());
    RETURN in_after;
END $$;

-- The webhook that has waited longest for something to be sent to it, for half a minute nobody else's, and what: a ping, or what came
-- after a number, from where its feed is kept. None of a client that is revoked, has no contract, or has one on its way already.
-- One caller after the other, so that each sees what the one before has leased.
CREATE FUNCTION webhook_lease(OUT id text, OUT client_id bigint, OUT target bytea, OUT ping boolean, OUT after bigint,
                              OUT pending boolean, OUT public_id text) RETURNS SETOF record
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('chedang.webhook_lease'));
    RETURN QUERY
    UPDATE chedang.webhook SET due_at = now() + interval '30 seconds', leased_until = now() + interval '30 seconds'
      FROM (SELECT webhook.id, coalesce(feed_head.forgotten, 0) AS forgotten, client_told.public_id
              FROM chedang.webhook
              JOIN chedang.client_told ON client_told.id = webhook.client_id
              LEFT JOIN chedang.feed_head ON feed_head.client_id = webhook.client_id
             WHERE paused_at IS NULL AND due_at <= now() AND (ping_at <= now() OR confirmed_at IS NOT NULL AND feed_head.last > position)
               AND NOT EXISTS (SELECT FROM chedang.webhook AS other
                                WHERE other.client_id = webhook.client_id AND other.leased_until > now())
             ORDER BY due_at LIMIT 1 FOR UPDATE OF webhook SKIP LOCKED) AS next
     WHERE webhook.id = next.id
    RETURNING webhook.id, webhook.client_id, webhook.target, coalesce(webhook.ping_at <= now(), false),
              greatest(webhook.position, next.forgotten), webhook.confirmed_at IS NULL, next.public_id;
END $$;

-- Notes what became of a delivery of the events up to in_last (null: of a ping), and when the next is due: at once, or after ten
-- seconds, twenty, and so on up to an hour, until it has failed for a day. A ping that was taken confirms
-- the webhook. The latest thousand deliveries are kept.
CREATE FUNCTION webhook_settle(in_id text, in_first bigint, in_last bigint, in_status int, in_outcome text, in_ms int) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF in_outcome = 'taken' THEN
        UPDATE chedang.webhook SET position = greatest(position, coalesce(in_last, position)), ping_at = CASE WHEN in_last IS NOT NULL THEN ping_at END,
               confirmed_at = CASE WHEN in_last IS NULL THEN coalesce(confirmed_at, now()) ELSE confirmed_at END,
               leased_until = NULL, delivered_at = now(), tries = 0, failing_since = NULL, due_at = now() WHERE id = in_id;
    ELSE
        UPDATE chedang.webhook SET tries = tries + 1, failing_since = coalesce(failing_since, now()),
               ping_at = CASE WHEN in_last IS NOT NULL OR confirmed_at IS NULL THEN ping_at END, leased_until = NULL, delivered_at = now(),
               due_at = now() + least(interval '1 hour', interval '10 seconds' * 2 ^ least(tries, 9)),
               paused_at = CASE WHEN failing_since < now() - interval '24 hours' THEN now() END
         WHERE id = in_id;
    END IF;
    IF FOUND THEN
        INSERT INTO chedang.webhook_delivery (webhook_id, first_seq, last_seq, status, outcome, ms)
        VALUES (in_id, in_first, in_last, in_status, in_outcome, in_ms);
        DELETE FROM chedang.webhook_delivery
         WHERE webhook_id = in_id
           AND tried_at < (SELECT tried_at FROM chedang.webhook_delivery WHERE webhook_id = in_id
                            ORDER BY tried_at DESC OFFSET 999 LIMIT 1);
    END IF;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON webhook, webhook_delivery TO chedang_serve;
GRANT EXECUTE ON FUNCTION webhook_make(bigint, text, bytea, bigint), webhook_settle(text, bigint, bigint, int, text, int), webhook_lease() TO chedang_serve;
COMMIT;
