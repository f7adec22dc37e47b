-- Revert chedang:share_certificate from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP FUNCTION share_make(text, bigint, text, bytea, text, bigint[], bytea, int, boolean);
CREATE FUNCTION share_make(in_handle text, in_account bigint, in_ownership text, in_secret bytea, in_scope text,
                           in_records bigint[], in_pin bytea, in_hours int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    vehicle bytea;
    newest  int;
BEGIN
    -- One after the other, so that nobody counts what another is adding.
    PERFORM pg_advisory_xact_lock(hashtextextended(in_ownership, 0));
    SELECT vehicle_key INTO vehicle FROM chedang.access
     WHERE handle = in_ownership AND account_id = in_account AND manages;
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
GRANT EXECUTE ON FUNCTION share_make(text, bigint, text, bytea, text, bigint[], bytea, int) TO chedang_serve;
ALTER TABLE share DROP CONSTRAINT share_certifies, DROP COLUMN certifies;
COMMIT;
