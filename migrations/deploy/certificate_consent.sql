-- Deploy chedang:certificate_consent to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Exporters are clients, too: their contract has one purpose, which is none of a look-up's.
ALTER TABLE client DROP CONSTRAINT client_audience_check;
ALTER TABLE client ADD CONSTRAINT client_audience_check CHECK (audience IN ('platform', 'export'));

-- An exporter asked an owner for consent to one certificate. There is a row whether or not the number and the vehicle belong
-- together, so that both cost the same.
CREATE TABLE certificate_consent (
    request     bytea PRIMARY KEY,        -- keyed hash of what the exporter got
    client_id   bigint NOT NULL REFERENCES client,
    vehicle_key bytea NOT NULL,
    ownership   text REFERENCES ownership ON DELETE CASCADE, -- null: they do not, and no code is ever right
    asked       bigint REFERENCES account,
    asked_index bytea,                    -- blind index of the number that the code went to
    code        bytea NOT NULL,           -- keyed hash over request and code
    tries       int NOT NULL DEFAULT 0,
    expires_at  timestamptz NOT NULL,
    CHECK (num_nonnulls(ownership, asked, asked_index) IN (0, 3))
);
CREATE INDEX certificate_consent_ownership ON certificate_consent (ownership);
CREATE INDEX certificate_consent_expires_at ON certificate_consent (expires_at);

-- Tries a code, and with in_takes uses it up: 'given'; 'wrong', which counts; 'ended', no code counts any more, or whoever got it
-- does not manage the vehicle or has another number. Of the fifth wrong one the vehicle's managers are told.
CREATE FUNCTION certificate_consent_take(in_client bigint, in_vehicle bytea, in_request bytea, in_code bytea, in_takes boolean) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    asked    chedang.certificate_consent;
    is_right boolean;
BEGIN
    PERFORM chedang.accounts_lock(NULL, ARRAY(SELECT access.account_id FROM chedang.certificate_consent
                                                JOIN chedang.access ON access.handle = certificate_consent.ownership AND manages
                                               WHERE request = in_request AND client_id = in_client));
    UPDATE chedang.certificate_consent
       SET tries = CASE WHEN (code = in_code AND ownership IS NOT NULL AND vehicle_key = in_vehicle) IS NOT TRUE THEN tries + 1
                        WHEN in_takes THEN 5 ELSE tries END
     WHERE request = in_request AND client_id = in_client AND expires_at > now() AND tries < 5
    RETURNING * INTO asked;
    is_right := asked.code = in_code AND asked.ownership IS NOT NULL AND asked.vehicle_key = in_vehicle;
    IF is_right IS NOT TRUE THEN
        IF asked.tries = 5 THEN
            PERFORM chedang.tell_managers(asked.ownership, 'certificate_tried');
        END IF;
        RETURN CASE WHEN asked.tries < 5 THEN 'wrong' ELSE 'ended' END;
    END IF;
    PERFORM FROM chedang.access JOIN chedang.account ON account.id = access.account_id
      WHERE access.handle = asked.ownership AND access.manages
        AND account.id = asked.asked AND account.phone_index = asked.asked_index;
    RETURN CASE WHEN FOUND THEN 'given' ELSE 'ended' END;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON certificate_consent TO chedang_serve;
GRANT EXECUTE ON FUNCTION certificate_consent_take(bigint, bytea, bytea, bytea, boolean) TO chedang_serve;
COMMIT;
