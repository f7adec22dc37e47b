-- Deploy chedang:certificate_feed to pg
BEGIN;
SET LOCAL search_path = chedang;

-- What exporters are told: that one of their certificates is no longer what it was. Numbered as a platform's feed is.
ALTER TABLE feed
    ALTER kind TYPE text,
    ALTER vehicle_key DROP NOT NULL,
    ALTER version DROP NOT NULL,
    ALTER epoch DROP NOT NULL,
    ADD COLUMN certificate bytea REFERENCES certificate (number),
    ADD CONSTRAINT feed_of_one CHECK (num_nonnulls(certificate, vehicle_key) = 1 AND num_nonnulls(vehicle_key, version, epoch) IN (0, 3));

CREATE FUNCTION certificate_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH moved AS (
        SELECT changed.client_id, changed.number, 'CERTIFICATE_' || upper(changed.state) AS kind,
               row_number() OVER (PARTITION BY changed.client_id ORDER BY changed.state_no DESC) AS place
          FROM changed JOIN was ON was.id = changed.id
         WHERE was.state <> changed.state
    ), heads AS (
        INSERT INTO chedang.feed_head AS head (client_id, last)
        SELECT client_id, count(*) FROM moved GROUP BY client_id ORDER BY client_id
        ON CONFLICT (client_id) DO UPDATE SET last = head.last + excluded.last
        RETURNING client_id, last
    )
    INSERT INTO chedang.feed (client_id, seq, certificate, kind)
    SELECT client_id, heads.last + 1 - moved.place, moved.number, moved.kind FROM moved JOIN heads USING (client_id);
    RETURN NULL;
END $$;
CREATE TRIGGER certificate_told AFTER UPDATE ON certificate
    REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION certificate_told();
COMMIT;
