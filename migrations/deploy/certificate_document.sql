-- Deploy chedang:certificate_document to pg
BEGIN;
SET LOCAL search_path = chedang;

-- An exporter shows by the vehicle's papers on whose behalf it asks: a case of kind 'export', which is a client's and no account's.
-- It has one round; who was refused sends other papers. Approved, it is a ground for certificates of this vehicle for a while.
ALTER TABLE review
    ALTER account_id DROP NOT NULL,
    ADD COLUMN client_id bigint REFERENCES client,
    DROP CONSTRAINT review_kind_check,
    ADD CONSTRAINT review_kind_check CHECK (kind IN ('document', 'twice', 'licence', 'export')),
    ADD CONSTRAINT review_export CHECK ((kind = 'export') = (client_id IS NOT NULL) AND (kind = 'export') = (account_id IS NULL)
                                        AND (kind <> 'export' OR num_nonnulls(vehicle_key, vin) = 2));
CREATE UNIQUE INDEX review_export_open ON review (client_id, vehicle_key) WHERE kind = 'export' AND state = 'open';

-- Opens such a case, with its photos. 'opened'; 'there', the client has one open for this vehicle: its handle, and what it shows
-- stays, so that nobody decides on other papers than those that were looked at; 'too_many' are open.
CREATE FUNCTION certificate_document_open(in_handle text, in_client bigint, in_vehicle bytea, in_vin bytea, in_names text[],
                                          in_bodies bytea[], in_most int, OUT fate text, OUT out_handle text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('certificate_document', in_client));
    SELECT handle INTO out_handle FROM chedang.review
     WHERE client_id = in_client AND vehicle_key = in_vehicle AND kind = 'export' AND state = 'open';
    IF FOUND THEN
        fate := 'there';
        RETURN;
    END IF;
    fate := 'too_many';
    IF in_most <= (SELECT count(*) FROM chedang.review WHERE client_id = in_client AND kind = 'export' AND state = 'open') THEN
        RETURN;
    END IF;
    INSERT INTO chedang.review (handle, kind, client_id, vehicle_key, vin)
    VALUES (in_handle, 'export', in_client, in_vehicle, in_vin);
    PERFORM chedang.review_photos(in_handle, in_names, in_bodies);
    fate := 'opened';
    out_handle := in_handle;
END $$;

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
    ELSIF r.kind = 'export' THEN
        NULL; -- nothing is anybody's by it: who sent it reads what was decided
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
    IF r.kind NOT IN ('licence', 'export') THEN -- all administrators were told of a licence
        PERFORM chedang.tell(r.account_id, 'review_' || wanted, (SELECT key FROM chedang.vehicle WHERE key = r.vehicle_key));
    END IF;
    RETURN 'decided';
END $$;

GRANT EXECUTE ON FUNCTION certificate_document_open(text, bigint, bytea, bytea, text[], bytea[], int) TO chedang_serve;
COMMIT;
