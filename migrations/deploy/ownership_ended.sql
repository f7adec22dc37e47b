-- Deploy chedang:ownership_ended to pg
BEGIN;
SET LOCAL search_path = chedang;

-- A vehicle that is no more, or that has left the country, is nobody's here.
ALTER TABLE registry
    ADD COLUMN ended    text CHECK (ended IN ('scrapped', 'exported')),
    ADD COLUMN ended_on date,
    ADD CONSTRAINT registry_ended CHECK (ended_on IS NULL OR ended IS NOT NULL);

-- Decided to be another account's, while the registry named the same holder.
ALTER TABLE ownership ADD COLUMN ended text CHECK (ended IN ('awarded'));

-- Which account holds which vehicle now. Whoever asks that asks here.
CREATE VIEW ownership_now AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.holder_revision, ownership.claimed_at,
           registry.held_since, registry.first_registered, registry.region
      FROM ownership
      JOIN registry ON registry.vehicle_key = ownership.vehicle_key
                   AND registry.holder_revision = ownership.holder_revision
     WHERE registry.ended IS NULL AND ownership.ended IS NULL;

-- All there ever were, and why those have ended that have; else null.
CREATE VIEW ownership_ever AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.holder_revision, ownership.claimed_at,
           CASE WHEN registry.holder_revision IS DISTINCT FROM ownership.holder_revision THEN 'transferred'
                ELSE coalesce(ownership.ended, registry.ended) END AS ended,
           CASE WHEN registry.holder_revision IS DISTINCT FROM ownership.holder_revision THEN registry.held_since
                WHEN ownership.ended IS NULL THEN registry.ended_on END AS ended_on
      FROM ownership
      LEFT JOIN registry ON registry.vehicle_key = ownership.vehicle_key;

-- Kinds that come by SMS whatever the owner chose, and at once. history/notice.c has the same list.
CREATE OR REPLACE FUNCTION notice_is_security(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('new_device', 'claim_tried', 'phone_changed', 'ownership_ended', 'claim_contested')
$$;

-- Whoever locks more than one row locks accounts first, by their ids, then organisations, vehicles by their keys, and cases.
-- Telling locks the account that is told (the notice refers to it), and closing an account keeps it locked while all that
-- hangs on it goes. So those who will be told are locked before anything else; whether the account itself is open.
CREATE FUNCTION accounts_lock(in_account bigint, in_told bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM chedang.account WHERE id = ANY (in_told || in_account) ORDER BY id FOR KEY SHARE;
    RETURN EXISTS (SELECT FROM chedang.account WHERE id = in_account AND closed_at IS NULL);
END $$;

-- Whoever held it until now is told.
CREATE FUNCTION ownership_of_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.tell(account_id, 'ownership_ended', vehicle_key) FROM chedang.ownership
      WHERE vehicle_key = OLD.vehicle_key AND holder_revision = OLD.holder_revision AND ended IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER ownership_of_ended AFTER UPDATE ON registry
    FOR EACH ROW WHEN (OLD.ended IS NULL AND (NEW.ended IS NOT NULL OR NEW.holder_revision <> OLD.holder_revision))
    EXECUTE FUNCTION ownership_of_ended();

-- The account that holds the vehicle now and opened this; null when it was sold.
CREATE OR REPLACE FUNCTION dispute_owner(in_ownership text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT account_id FROM chedang.ownership_now WHERE handle = in_ownership
$$;

-- Makes a link, if the account holds the vehicle: 'made'; 'again' when this form has made one already; 'full' when twenty
-- are live; 'gone' when the vehicle is not the account's. Of the links that have ended the last thirty are kept.
CREATE OR REPLACE FUNCTION share_make(in_handle text, in_account bigint, in_ownership text, in_secret bytea, in_scope text,
                           in_records bigint[], in_pin bytea, in_hours int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    vehicle bytea;
    newest  int;
BEGIN
    -- One after the other, so that nobody counts what another is adding.
    PERFORM pg_advisory_xact_lock(hashtextextended(in_ownership, 0));
    SELECT ownership.vehicle_key INTO vehicle
      FROM chedang.ownership_now AS ownership
     WHERE ownership.handle = in_ownership AND ownership.account_id = in_account;
    IF vehicle IS NULL THEN
        RETURN 'gone';
    END IF;
    IF EXISTS (SELECT FROM chedang.share WHERE handle = in_handle) THEN
        RETURN 'again';
    END IF;
    IF (SELECT count(*) FROM chedang.share
         WHERE ownership = in_ownership AND revoked_at IS NULL AND expires_at > now()) >= 20 THEN
        RETURN 'full';
    END IF;
    SELECT coalesce(max(number), 0) INTO newest FROM chedang.share WHERE ownership = in_ownership;
    INSERT INTO chedang.share (handle, ownership, number, secret, scope, records, pin, expires_at)
    SELECT in_handle, in_ownership, newest + 1, in_secret, in_scope,
           ARRAY(SELECT id FROM chedang.repair WHERE vehicle_key = vehicle AND id = ANY (in_records)),
           in_pin, now() + make_interval(hours => in_hours);
    DELETE FROM chedang.share WHERE handle IN (
        SELECT handle FROM chedang.share
         WHERE ownership = in_ownership AND (revoked_at IS NOT NULL OR expires_at <= now())
         ORDER BY number DESC OFFSET 30);
    RETURN 'made';
END $$;

GRANT SELECT ON ownership_now, ownership_ever TO chedang_serve;
GRANT UPDATE (ended) ON ownership TO chedang_serve;
GRANT EXECUTE ON FUNCTION accounts_lock(bigint, bigint[]) TO chedang_serve;
COMMIT;
