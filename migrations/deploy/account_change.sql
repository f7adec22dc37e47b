-- Deploy chedang:account_change to pg
BEGIN;
SET LOCAL search_path = chedang;

-- A closed account is a number without a person: other rows may still name it.
ALTER TABLE account
    ALTER phone_index DROP NOT NULL,
    ALTER phone DROP NOT NULL,
    ADD COLUMN closed_at timestamptz,
    ADD CONSTRAINT account_open CHECK (num_nonnulls(phone_index, phone) = CASE WHEN closed_at IS NULL THEN 2 ELSE 0 END);

-- Puts a new number in the place of the old one, if the code that it got is right: changed, wrong, ended (no code counts
-- any more, or the account is not as it was) or taken (by another account). The old number gets a message, and all other
-- sessions end: whoever signs in by the old number just now waits for this, and finds it gone.
CREATE FUNCTION change_phone(in_account bigint, in_session bytea, in_ticket bytea, in_code bytea, old_index bytea,
                             new_index bytea, new_phone bytea, in_message bytea)
RETURNS text LANGUAGE plpgsql SET search_path = chedang AS $$
DECLARE
    is_right boolean;
    has_more boolean;
BEGIN
    PERFORM FROM session WHERE hash = in_session AND account_id = in_account FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    UPDATE sign_in_code SET tries = CASE WHEN code = in_code THEN 5 ELSE tries + 1 END
     WHERE ticket = in_ticket AND expires_at > now() AND tries < 5
    RETURNING code = in_code, tries < 5 INTO is_right, has_more;
    IF is_right IS NOT TRUE THEN
        RETURN CASE WHEN has_more THEN 'wrong' ELSE 'ended' END;
    END IF;
    BEGIN
        UPDATE account SET phone_index = new_index, phone = new_phone WHERE id = in_account AND phone_index = old_index;
    EXCEPTION WHEN unique_violation THEN
        RETURN 'taken';
    END;
    IF NOT FOUND THEN
        RETURN 'ended';
    END IF;
    DELETE FROM session WHERE account_id = in_account AND hash <> in_session;
    INSERT INTO notice (account_id, kind) VALUES (in_account, 'phone_changed');
    INSERT INTO outbox (kind, body, expires_at) VALUES ('phone_changed', in_message, now() + interval '3 days');
    RETURN 'changed';
END $$;

-- Ends an account on behalf of one of its sessions, and tells its number. Messages that are on their way just now stay
-- behind, without a number to go to.
CREATE FUNCTION close_account(in_account bigint, in_session bytea, in_message bytea)
RETURNS boolean LANGUAGE plpgsql SET search_path = chedang AS $$
BEGIN
    PERFORM FROM session WHERE hash = in_session AND account_id = in_account FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE account
       SET phone_index = NULL, phone = NULL, closed_at = now(), language = DEFAULT, sms_muted = DEFAULT, quiet_from = NULL,
           quiet_to = NULL
     WHERE id = in_account;
    DELETE FROM session WHERE account_id = in_account;
    DELETE FROM device WHERE account_id = in_account;
    DELETE FROM ownership WHERE account_id = in_account;
    DELETE FROM notice WHERE account_id = in_account;
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE account_id = in_account FOR UPDATE SKIP LOCKED);
    INSERT INTO outbox (kind, body, expires_at) VALUES ('account_closed', in_message, now() + interval '3 days');
    RETURN true;
END $$;

GRANT UPDATE (phone_index, phone, closed_at) ON account TO chedang_serve;
GRANT EXECUTE ON FUNCTION change_phone, close_account TO chedang_serve;
COMMIT;
