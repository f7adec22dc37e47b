-- Revert chedang:licence from pg
BEGIN;
SET LOCAL search_path = chedang;
DELETE FROM review WHERE kind = 'licence';
CREATE OR REPLACE FUNCTION review_decide(in_handle text, in_staff bigint, in_reason text, in_words bytea, in_revision int,
                              in_ownership text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r      chedang.review;
    wanted text := CASE WHEN in_reason IS NULL THEN 'approved' ELSE 'refused' END;
    held   int;
BEGIN
    SELECT * INTO r FROM chedang.review WHERE handle = in_handle;
    PERFORM chedang.accounts_lock(r.account_id, ARRAY(SELECT account_id FROM chedang.ownership_now
                                                       WHERE vehicle_key = r.vehicle_key));
    PERFORM FROM chedang.vehicle WHERE key = r.vehicle_key FOR NO KEY UPDATE;
    SELECT * INTO r FROM chedang.review WHERE handle = in_handle FOR UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM chedang.staff WHERE id = in_staff AND role = 'reviewer' AND ended_at IS NULL) THEN
        RETURN NULL;
    ELSIF r.state <> 'open' THEN
        RETURN CASE WHEN r.decided_by = in_staff AND r.state = wanted THEN 'again' ELSE 'late' END;
    ELSIF r.decided_by = in_staff THEN
        RETURN 'same';
    END IF;
    IF wanted = 'approved' THEN
        SELECT holder_revision INTO held FROM chedang.registry WHERE vehicle_key = r.vehicle_key AND ended IS NULL;
        IF held IS NULL THEN
            RETURN 'unregistered';
        ELSIF held IS DISTINCT FROM in_revision THEN
            RETURN 'moved';
        END IF;
        PERFORM chedang.review_award(r, in_ownership, held);
    ELSE
        PERFORM chedang.tell(account_id, 'review_kept', vehicle_key) FROM chedang.ownership_now WHERE handle = r.against;
    END IF;
    UPDATE chedang.review
       SET state = wanted, decided_at = now(), decided_by = in_staff, reason = in_reason, words = in_words
     WHERE handle = in_handle;
    DELETE FROM chedang.review_photo WHERE review = in_handle;
    INSERT INTO chedang.review_trail (staff_id, review, round, act) VALUES (in_staff, in_handle, r.round, wanted);
    PERFORM chedang.tell(r.account_id, 'review_' || wanted, (SELECT key FROM chedang.vehicle WHERE key = r.vehicle_key));
    RETURN 'decided';
END $$;
CREATE OR REPLACE FUNCTION review_send(in_handle text, in_account bigint, in_names text[], in_bodies bytea[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    r chedang.review;
BEGIN
    IF NOT chedang.accounts_lock(in_account, ARRAY(SELECT holder.account_id
                                                      FROM chedang.review
                                                      JOIN chedang.review_holder AS holder ON holder.ownership = review.against
                                                     WHERE review.handle = in_handle)) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO r FROM chedang.review
     WHERE handle = in_handle
       AND (account_id = in_account OR EXISTS (SELECT FROM chedang.review_holder AS holder
                                                WHERE holder.ownership = against AND holder.account_id = in_account)) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF r.state = 'open' AND r.kind = 'twice' THEN
        PERFORM chedang.review_photos(in_handle, in_names, in_bodies);
        RETURN 'added';
    ELSIF r.state = 'open' AND r.round = 2 THEN
        RETURN 'there';
    ELSIF r.state <> 'refused' OR r.round <> 1 OR r.account_id <> in_account THEN
        RETURN 'late';
    END IF;
    UPDATE chedang.review SET state = 'open', round = 2, asked_at = now(), decided_at = NULL WHERE handle = in_handle;
    PERFORM chedang.review_photos(in_handle, in_names, in_bodies);
    PERFORM chedang.tell(account_id, 'claim_contested', vehicle_key) FROM chedang.ownership_now WHERE handle = r.against;
    RETURN 'opened';
END $$;
CREATE OR REPLACE FUNCTION organisation_clear(in_id bigint, in_by bigint) RETURNS void LANGUAGE sql AS $$
    SELECT chedang.tell(account_id, 'organisation_ended', NULL) FROM chedang.organisation_member
     WHERE organisation_id = in_id AND account_id <> in_by;
    SELECT FROM chedang.vehicle -- contests go with ownerships, and are shown on vehicles
     WHERE key IN (SELECT vehicle_key FROM chedang.ownership WHERE organisation_id = in_id) ORDER BY key FOR NO KEY UPDATE;
    DELETE FROM chedang.ownership WHERE organisation_id = in_id;
    DELETE FROM chedang.organisation_invitation WHERE organisation_id = in_id;
    DELETE FROM chedang.organisation_member WHERE organisation_id = in_id;
    UPDATE chedang.organisation SET state = 'ended', code_index = NULL, sealed = NULL, reason = NULL WHERE id = in_id;
$$;
DROP FUNCTION organisation_make(text, bigint, bytea, bytea, int, text[], bytea[]);
CREATE FUNCTION organisation_make(in_handle text, in_account bigint, in_index bytea, in_sealed bytea, in_most int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM FROM chedang.account WHERE id = in_account AND closed_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM chedang.organisation JOIN chedang.organisation_member ON organisation_id = id
                WHERE organisation.handle = in_handle AND account_id = in_account) THEN
        RETURN 'there';
    END IF;
    IF in_most <= (SELECT count(*) FROM chedang.organisation JOIN chedang.organisation_member ON organisation_id = id
                    WHERE account_id = in_account AND state IN ('waiting', 'refused')) THEN
        RETURN 'too_many';
    END IF;
    INSERT INTO chedang.organisation (handle, code_index, sealed) VALUES (in_handle, in_index, in_sealed)
    ON CONFLICT (handle) DO NOTHING
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        INSERT INTO chedang.organisation_member (organisation_id, account_id, role) VALUES (made, in_account, 'administrator');
    END IF;
    RETURN CASE WHEN made IS NOT NULL THEN 'made' END;
END $$;
GRANT EXECUTE ON FUNCTION organisation_make(text, bigint, bytea, bytea, int) TO chedang_serve;
ALTER TABLE review
    DROP CONSTRAINT review_licence,
    DROP COLUMN organisation_id,
    DROP CONSTRAINT review_kind_check,
    ADD CONSTRAINT review_kind_check CHECK (kind IN ('document', 'twice'));
COMMIT;
