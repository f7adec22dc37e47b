-- Deploy chedang:trail to pg
BEGIN;
SET LOCAL search_path = chedang;

-- Drained from the processes' spools; nobody may change or delete a line.
CREATE TABLE trail (
    looked_at   timestamptz NOT NULL,
    vehicle_key bytea NOT NULL,
    audience    text NOT NULL,
    client_id   bigint,
    account_id  bigint,
    purpose     text NOT NULL,
    reference   text NOT NULL,
    outcome     text NOT NULL,
    version     bigint NOT NULL,             -- of the vehicle, as shown
    spool       bytea NOT NULL,
    entry       bigint NOT NULL,
    PRIMARY KEY (vehicle_key, looked_at, spool, entry)
) PARTITION BY RANGE (looked_at);
CREATE TABLE trail_rest PARTITION OF trail DEFAULT;

-- How far each spool is drained: moves in the transaction that copies its lines, so each line is there exactly once.
CREATE TABLE trail_position (
    spool      bytea PRIMARY KEY,
    next_entry bigint NOT NULL
);
-- Makes this month's and the next month's partitions of what is dropped by month. Rows that came before their partition
-- stay in the rest.
CREATE FUNCTION partitions_ahead() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = chedang AS $$
DECLARE
    parent text;
    first  date;
BEGIN
    FOREACH parent IN ARRAY ARRAY['trail', 'message'] LOOP
        FOR first IN SELECT (date_trunc('month', now()) + make_interval(months => m))::date FROM generate_series(0, 1) m
        LOOP
            CONTINUE WHEN to_regclass(format('%s_%s', parent, to_char(first, 'YYYY_MM'))) IS NOT NULL;
            BEGIN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                               parent || to_char(first, '_YYYY_MM'), parent, first, first + interval '1 month');
            EXCEPTION WHEN check_violation OR duplicate_table THEN
                NULL; -- already in the rest, or made by another process just now
            END;
        END LOOP;
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION partitions_ahead TO chedang_serve;
GRANT SELECT, INSERT ON trail TO chedang_serve;
GRANT SELECT, INSERT, UPDATE ON trail_position TO chedang_serve;
COMMIT;
