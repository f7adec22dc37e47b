-- Deploy chedang:notice to pg
BEGIN;
SET LOCAL search_path = chedang;

-- How an owner wants to be told. Quiet hours are China's and may pass midnight: from 22 to 8.
ALTER TABLE account
    ADD COLUMN language   text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en')),
    ADD COLUMN sms_muted  text[] NOT NULL DEFAULT '{}',   -- kinds that come without an SMS
    ADD COLUMN quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 23),
    ADD COLUMN quiet_to   smallint CHECK (quiet_to BETWEEN 0 AND 23),
    ADD CONSTRAINT account_quiet CHECK (num_nonnulls(quiet_from, quiet_to) <> 1 AND (quiet_from <> quiet_to) IS NOT FALSE);

-- What an owner was told, for the message centre. The words of a kind are in the strings of the templates.
CREATE TABLE notice (
    account_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    kind        text NOT NULL,
    vehicle_key bytea REFERENCES vehicle,
    told_at     timestamptz NOT NULL DEFAULT now(),
    read_at     timestamptz,
    PRIMARY KEY (account_id, id)
);

-- A message is sealed and complete (body), or a notice whose words are made when it is sent (account).
ALTER TABLE outbox
    ADD COLUMN account_id bigint REFERENCES account ON DELETE CASCADE,
    ALTER body DROP NOT NULL,
    ADD CONSTRAINT outbox_of_one CHECK (num_nonnulls(body, account_id) = 1);
CREATE INDEX outbox_account ON outbox (account_id) WHERE account_id IS NOT NULL;

-- This moment, or when it is quiet then, the end of the quiet hours.
CREATE FUNCTION after_quiet(moment timestamptz, quiet_from int, quiet_to int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN (hour - quiet_from + 24) % 24 < (quiet_to - quiet_from + 24) % 24
                THEN (date_trunc('hour', here) + make_interval(hours => (quiet_to - hour + 24) % 24)) AT TIME ZONE 'Asia/Shanghai'
                ELSE moment END
      FROM (SELECT here, extract(hour FROM here)::int FROM (SELECT moment AT TIME ZONE 'Asia/Shanghai') AS c(here)) AS clock(here, hour)
$$;

-- Tells an owner: at once in the message centre, by SMS unless that kind is muted, after the quiet hours.
CREATE FUNCTION tell(in_account bigint, in_kind text, in_vehicle bytea) RETURNS void LANGUAGE sql AS $$
    INSERT INTO chedang.notice (account_id, kind, vehicle_key) VALUES (in_account, in_kind, in_vehicle);
    INSERT INTO chedang.outbox (kind, account_id, due_at, expires_at)
    SELECT in_kind, id, due, due + interval '3 days'
      FROM chedang.account, chedang.after_quiet(now(), quiet_from, quiet_to) AS due
     WHERE id = in_account AND in_kind <> ALL (sms_muted);
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO chedang_serve;
GRANT EXECUTE ON FUNCTION tell(bigint, text, bytea), after_quiet(timestamptz, int, int) TO chedang_serve;
GRANT UPDATE (language, sms_muted, quiet_from, quiet_to) ON account TO chedang_serve;
COMMIT;
