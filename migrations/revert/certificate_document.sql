-- Revert chedang:certificate_document from pg
BEGIN;
SET LOCAL search_path = chedang;
DELETE FROM review WHERE kind = 'export';
DROP FUNCTION certificate_document_open;
CREATE OR REPLACE FUNCTION review_decide(in_handle text, in_staff bigint, in_reason text, in_words bytea, in_revision int,
                              in_ownership text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r      chedang.review;
    wanted text := CASE WHEN in_reason IS NULL THEN 'approved' ELSE 'refused' END;
    held   int;
BEGIN
    SELECT * INTO r FROM chedang.review WHERE handle = in_handle;
    PERFORM chedang.accounts_lock(r.account_id, ARRAY(SELECT account_id FROM chedang.access
                                                       WHERE vehicle_key = r.vehicle_key AND manages
                                                       UNION SELECT account_id FROM chedang.organisation_member
                                                              WHERE organisation_id = r.organisation_id));
    PERFORM FROM chedang.organisation WHERE id = r.organisation_id FOR UPDATE;
    PERFORM FROM chedang.vehicle WHERE key = r.vehicle_key FOR NO KEY UPDATE;
    SELECT * INTO r FROM chedang.review WHERE handle = in_handle FOR UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM chedang.staff WHERE id = in_staff AND role = 'reviewer' AND ended_at IS NULL) THEN
        RETURN NULL;
    ELSIF r.state <> 'open' THEN
        RETURN CASE WHEN r.decided_by = in_staff AND r.state = wanted THEN 'again' ELSE 'late' END;
    ELSIF r.decided_by = in_staff THEN
        RETURN 'same';
    END IF;
    IF r.kind = 'licence' THEN
        IF 'taken' = chedang.organisation_decide((SELECT handle FROM chedang.organisation WHERE id = r.organisation_id), in_reason) THEN
            RETURN 'taken';
        END IF;
    ELSIF wanted = 'approved' THEN
        SELECT holder_revision INTO held FROM chedang.registry WHERE vehicle_key = r.vehicle_key AND ended IS NULL;
        IF held IS NULL THEN
            RETURN 'unregistered';
        ELSIF held IS DISTINCT FROM in_revision THEN
            RETURN 'moved';
        END IF;
        PERFORM chedang.review_award(r, in_ownership, held);
    ELSE
        PERFORM chedang.tell_managers(r.against, 'review_kept');
    END IF;
    UPDATE chedang.review
       SET state = wanted, decided_at = now(), decided_by = in_staff, reason = in_reason, words = in_words
     WHERE handle = in_handle;
    DELETE FROM chedang.review_photo WHERE review = in_handle;
    INSERT INTO chedang.review_trail (staff_id, review, round, act) VALUES (in_staff, in_handle, r.round, wanted);
    IF r.kind <> 'licence' THEN -- all administrators were told of that
        PERFORM chedang.tell(r.account_id, 'review_' || wanted, (SELECT key FROM chedang.vehicle WHERE key = r.vehicle_key));
    END IF;
    RETURN 'decided';
END $$;

ALTER TABLE review
    DROP CONSTRAINT review_export,
    DROP COLUMN client_id,
    ALTER account_id SET NOT NULL,
    DROP CONSTRAINT review_kind_check,
    ADD CONSTRAINT review_kind_check CHECK (kind IN ('document', 'twice', 'licence'));
COMMIT;
