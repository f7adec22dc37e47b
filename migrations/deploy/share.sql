-- Deploy chedang:share to pg
BEGIN;
SET LOCAL search_path = chedang;

-- A link by which an owner hands on what is known of a vehicle. It ends with the ownership: whatever opens one asks for the
-- holder's revision as well.
CREATE TABLE share (
    handle     text PRIMARY KEY,          -- random, made with the form: a form that is sent twice makes one link
    ownership  text NOT NULL REFERENCES ownership ON DELETE CASCADE,
    number     int NOT NULL,              -- what its owner calls it by, and the trail
    secret     bytea NOT NULL UNIQUE,     -- keyed hash
    scope      text NOT NULL CHECK (scope IN ('summary', 'full', 'records')),
    records    bigint[] NOT NULL DEFAULT '{}' CHECK (cardinality(records) <= 200),
    pin        bytea,                     -- keyed hash over secret and PIN: the secret, which is stored nowhere, is its salt
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    openings   bigint NOT NULL DEFAULT 0,
    UNIQUE (ownership, number),
    CHECK ((scope = 'records') = (cardinality(records) > 0)),
    CHECK (expires_at BETWEEN created_at + interval '1 hour' AND created_at + interval '60 days')
);

-- The latest hundred openings of a link, each in the place of the one a hundred before it.
CREATE TABLE share_opening (
    share     text NOT NULL REFERENCES share ON DELETE CASCADE,
    slot      smallint NOT NULL CHECK (slot BETWEEN 0 AND 99),
    opened_at timestamptz NOT NULL,
    network   text NOT NULL,              -- in words, "203.0.113.*"; nobody's address
    device    text NOT NULL CHECK (device IN ('phone', 'tablet', 'computer', 'other')),
    PRIMARY KEY (share, slot)
);

-- Makes a link, if the account holds the vehicle: 'made'; 'again' when this form has made one already; 'full' when twenty
-- are live; 'gone' when the vehicle is not the account's. Of the links that have ended the last thirty are kept.
CREATE FUNCTION share_make(in_handle text, in_account bigint, in_ownership text, in_secret bytea, in_scope text,
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

GRANT SELECT, INSERT, DELETE ON share TO chedang_serve;
GRANT UPDATE (revoked_at, openings) ON share TO chedang_serve;
GRANT SELECT, INSERT, UPDATE ON share_opening TO chedang_serve;
GRANT EXECUTE ON FUNCTION share_make(text, bigint, text, bytea, text, bigint[], bytea, int) TO chedang_serve;
COMMIT;
