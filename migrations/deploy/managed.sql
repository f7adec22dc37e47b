-- Deploy chedang:managed to pg
-- Links, disputes, and who is told of a vehicle's end or of another who claims it: whoever manages it, be it one person or
-- the administrators of an organisation.
BEGIN;
SET LOCAL search_path = chedang;

CREATE OR REPLACE FUNCTION share_make(in_handle text, in_account bigint, in_ownership text, in_secret bytea, in_scope text,
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

CREATE OR REPLACE FUNCTION dispute_open(in_account bigint, in_ownership text, in_handle text, in_repair bigint, in_kind text,
                             in_step text, in_state text, in_due date, in_words bytea, in_most int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    d chedang.dispute;
BEGIN
    SELECT vehicle_key INTO d.vehicle_key FROM chedang.ownership WHERE handle = in_ownership;
    PERFORM FROM chedang.vehicle WHERE key = d.vehicle_key FOR NO KEY UPDATE;
    PERFORM FROM chedang.access WHERE handle = in_ownership AND account_id = in_account AND manages;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM FROM chedang.dispute WHERE handle = in_handle AND ownership = in_ownership;
    IF FOUND THEN
        RETURN 'there';
    END IF;
    IF in_repair IS NOT NULL THEN
        SELECT workshop_id INTO d.workshop_id FROM chedang.repair WHERE vehicle_key = d.vehicle_key AND id = in_repair;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        PERFORM FROM chedang.dispute WHERE vehicle_key = d.vehicle_key AND repair_id = in_repair AND state <> 'closed';
        IF FOUND THEN
            RETURN 'contested';
        END IF;
    END IF;
    IF in_most <= (SELECT count(*) FROM chedang.dispute WHERE vehicle_key = d.vehicle_key AND state <> 'closed') THEN
        RETURN 'too_many';
    END IF;
    INSERT INTO chedang.dispute (vehicle_key, handle, ownership, repair_id, workshop_id, kind, state, due_on)
    VALUES (d.vehicle_key, in_handle, in_ownership, in_repair, d.workshop_id, in_kind, in_state, in_due)
    ON CONFLICT (handle) DO NOTHING
    RETURNING * INTO d;
    IF NOT FOUND THEN
        RETURN NULL; -- a form of somebody else
    END IF;
    PERFORM chedang.dispute_note(d, in_step, 'owner', NULL, in_words, NULL);
    PERFORM chedang.dispute_show(d);
    RETURN 'opened';
END $$;

CREATE OR REPLACE FUNCTION dispute_may(d dispute, in_by text, in_who bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(CASE in_by
               WHEN 'owner' THEN EXISTS (SELECT FROM chedang.access
                                          WHERE handle = d.ownership AND account_id = in_who AND manages)
               WHEN 'workshop' THEN d.workshop_id = in_who
               WHEN 'supervisor' THEN EXISTS (SELECT FROM chedang.staff
                                               WHERE id = in_who AND role = 'supervisor' AND ended_at IS NULL)
               WHEN 'clock' THEN true END, false)
$$;

CREATE OR REPLACE FUNCTION dispute_note(d dispute, in_step text, in_by text, in_staff bigint, in_words bytea, in_tell text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO chedang.dispute_step (vehicle_key, dispute_id, number, step, by, staff_id, words)
    SELECT d.vehicle_key, d.id, count(*) + 1, in_step, in_by, in_staff, in_words
      FROM chedang.dispute_step WHERE vehicle_key = d.vehicle_key AND dispute_id = d.id;
    SELECT chedang.tell_managers(d.ownership, in_tell) WHERE in_tell IS NOT NULL;
$$;

CREATE OR REPLACE FUNCTION ownership_of_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.tell(coalesce(ownership.account_id, administrator.account_id), 'ownership_ended', vehicle_key)
       FROM chedang.ownership
       LEFT JOIN chedang.organisation_member AS administrator ON administrator.organisation_id = ownership.organisation_id
                                                             AND administrator.role = 'administrator'
      WHERE vehicle_key = OLD.vehicle_key AND holder_revision = OLD.holder_revision AND ended IS NULL;
    RETURN NULL;
END $$;

-- As before, and of an organisation its administrators.
CREATE OR REPLACE VIEW review_holder AS
    SELECT ownership.handle AS ownership, coalesce(ownership.account_id, administrator.account_id) AS account_id
      FROM ownership
      JOIN registry ON registry.vehicle_key = ownership.vehicle_key AND registry.holder_revision = ownership.holder_revision
      LEFT JOIN organisation_member AS administrator ON administrator.organisation_id = ownership.organisation_id
                                                    AND administrator.role = 'administrator';

CREATE OR REPLACE FUNCTION claim_grant(in_handle text, in_account bigint, in_vehicle bytea, in_revision int, in_vin bytea,
                            OUT out_ownership text, OUT out_review text) LANGUAGE plpgsql AS $$
DECLARE
    holder text;
BEGIN
    IF NOT chedang.accounts_lock(in_account, ARRAY(SELECT account_id FROM chedang.access
                                                    WHERE vehicle_key = in_vehicle AND manages)) THEN
        RETURN;
    END IF;
    PERFORM FROM chedang.vehicle WHERE key = in_vehicle FOR NO KEY UPDATE;
    SELECT handle INTO out_ownership FROM chedang.ownership_now WHERE account_id = in_account AND vehicle_key = in_vehicle;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT handle INTO holder FROM chedang.access WHERE vehicle_key = in_vehicle AND manages ORDER BY since LIMIT 1;
    IF NOT FOUND THEN
        INSERT INTO chedang.ownership (handle, account_id, vehicle_key, holder_revision)
        VALUES (in_handle, in_account, in_vehicle, in_revision)
        ON CONFLICT (account_id, vehicle_key, holder_revision) DO UPDATE SET ended = NULL
        RETURNING handle INTO out_ownership;
        RETURN;
    END IF;
    SELECT handle INTO out_review FROM chedang.review
     WHERE account_id = in_account AND vehicle_key = in_vehicle AND kind = 'twice' AND state = 'open';
    IF NOT FOUND THEN
        INSERT INTO chedang.review (handle, kind, account_id, against, vehicle_key, vin)
        VALUES (in_handle, 'twice', in_account, holder, in_vehicle, in_vin)
        RETURNING handle INTO out_review;
        PERFORM chedang.tell_managers(holder, 'claim_contested');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION review_award(r review, in_ownership text, in_revision int) RETURNS void LANGUAGE sql AS $$
    WITH lost AS (
        UPDATE chedang.ownership SET ended = 'awarded'
         WHERE vehicle_key = r.vehicle_key AND holder_revision = in_revision AND account_id IS DISTINCT FROM r.account_id AND ended IS NULL
        RETURNING account_id, organisation_id
    )
    SELECT chedang.tell(coalesce(lost.account_id, administrator.account_id), 'ownership_ended', r.vehicle_key)
      FROM lost
      LEFT JOIN chedang.organisation_member AS administrator ON administrator.organisation_id = lost.organisation_id
                                                            AND administrator.role = 'administrator';
    INSERT INTO chedang.ownership (handle, account_id, vehicle_key, holder_revision)
    VALUES (in_ownership, r.account_id, r.vehicle_key, in_revision)
    ON CONFLICT (account_id, vehicle_key, holder_revision) DO UPDATE SET ended = NULL;
$$;

DROP FUNCTION dispute_owner(text);
COMMIT;
