-- Revert chedang:exporter_ended from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER review_of_revoked ON client;
DROP FUNCTION review_of_revoked, review_of_ended_client;
CREATE OR REPLACE FUNCTION certificate_document_open(in_handle text, in_client bigint, in_vehicle bytea, in_vin bytea, in_names text[],
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
COMMIT;
