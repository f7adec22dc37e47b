-- Revert chedang:ownership_ended from pg
BEGIN;
SET LOCAL search_path = chedang;

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
      FROM chedang.ownership JOIN chedang.registry USING (vehicle_key, holder_revision)
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

CREATE OR REPLACE FUNCTION dispute_owner(in_ownership text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT ownership.account_id
      FROM chedang.ownership
      JOIN chedang.registry ON registry.vehicle_key = ownership.vehicle_key
                           AND registry.holder_revision = ownership.holder_revision
     WHERE ownership.handle = in_ownership
$$;

CREATE OR REPLACE FUNCTION notice_is_security(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('new_device', 'claim_tried', 'phone_changed')
$$;

DROP TRIGGER ownership_of_ended ON registry;
DROP FUNCTION ownership_of_ended(), accounts_lock(bigint, bigint[]);
DROP VIEW ownership_ever, ownership_now;
REVOKE UPDATE (ended) ON ownership FROM chedang_serve;
ALTER TABLE ownership DROP COLUMN ended;
ALTER TABLE registry DROP COLUMN ended, DROP COLUMN ended_on;
COMMIT;
