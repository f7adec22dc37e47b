-- Deploy chedang:dispute_photo to pg
BEGIN;
SET LOCAL search_path = chedang;

-- A photo of the settlement list, sealed, for the workshop concerned and the supervisor, while the dispute is not closed.
CREATE TABLE dispute_photo (
    vehicle_key bytea NOT NULL,
    dispute_id  bigint NOT NULL,
    body        bytea NOT NULL,              -- a JPEG, sealed
    PRIMARY KEY (vehicle_key, dispute_id),
    FOREIGN KEY (vehicle_key, dispute_id) REFERENCES dispute ON DELETE CASCADE
);
ALTER TABLE dispute_photo ALTER body SET STORAGE EXTERNAL;

-- dispute_open() with a photo, or with null.
CREATE FUNCTION dispute_open_with(in_account bigint, in_ownership text, in_handle text, in_repair bigint, in_kind text,
                                  in_step text, in_state text, in_due date, in_words bytea, in_most int, in_photo bytea)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    fate text := chedang.dispute_open(in_account, in_ownership, in_handle, in_repair, in_kind, in_step, in_state, in_due,
                                      in_words, in_most);
BEGIN
    IF fate = 'opened' AND in_photo IS NOT NULL THEN
        INSERT INTO chedang.dispute_photo (vehicle_key, dispute_id, body)
        SELECT vehicle_key, id, in_photo FROM chedang.dispute WHERE handle = in_handle;
    END IF;
    RETURN fate;
END $$;

-- Whoever closes it.
CREATE FUNCTION dispute_photo_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM chedang.dispute_photo WHERE vehicle_key = NEW.vehicle_key AND dispute_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER dispute_photo_of_closed AFTER UPDATE OF state ON dispute
    FOR EACH ROW WHEN (NEW.state = 'closed' AND OLD.state <> 'closed') EXECUTE FUNCTION dispute_photo_of_closed();

GRANT SELECT, INSERT, DELETE ON dispute_photo TO chedang_serve;
GRANT EXECUTE ON FUNCTION dispute_open_with(bigint, text, text, bigint, text, text, text, date, bytea, int, bytea)
    TO chedang_serve;
COMMIT;
