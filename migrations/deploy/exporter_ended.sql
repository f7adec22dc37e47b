-- Deploy chedang:exporter_ended to pg
BEGIN;
SET LOCAL search_path = chedang;

-- With a client its open cases are refused, by nobody, and their photos go at once: a reviewer need not look at what is of no use
-- to anybody. A case that a reviewer is deciding just then is decided.
CREATE FUNCTION review_of_ended_client(in_client bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE chedang.review SET state = 'refused', decided_at = now(), reason = 'client_ended'
     WHERE client_id = in_client AND kind = 'export' AND state = 'open';
    DELETE FROM chedang.review_photo USING chedang.review
     WHERE review.handle = review_photo.review AND review.client_id = in_client AND review.state <> 'open';
$$;
CREATE FUNCTION review_of_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM chedang.review_of_ended_client(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER review_of_revoked AFTER UPDATE OF revoked_at ON client
    FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION review_of_revoked();
SELECT review_of_ended_client(id) FROM client WHERE revoked_at IS NOT NULL;

-- 'ended' besides: the client is revoked. It stays as it is while a case of its is opened, so that none is opened behind its end.
CREATE OR REPLACE FUNCTION certificate_document_open(in_handle text, in_client bigint, in_vehicle bytea, in_vin bytea, in_names text[],
                                          in_bodies bytea[], in_most int, OUT fate text, OUT out_handle text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('certificate_document', in_client));
    PERFORM FROM chedang.client WHERE id = in_client AND revoked_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        fate := 'ended';
        RETURN;
    END IF;
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
COMMIT;
