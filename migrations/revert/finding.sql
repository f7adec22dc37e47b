-- Revert chedang:finding from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER change_to_examine ON change;
DROP TRIGGER findings_move ON settlement;
DROP FUNCTION vehicles_to_examine, findings_move, finding_note, finding_settle, finding_act, finding_take, finding_answered,
    finding_opened, finding_clock, examine_by, finding_may;
DROP VIEW finding_shown;
DROP TABLE finding_step, finding_reminder, finding, examination, examination_rules;
DROP FUNCTION findings_showed, finding_is_shown;

-- Records with findings that their workshop left as they are, and that whoever manages the vehicle was told of.
CREATE TABLE finding_told (
    vehicle_key bytea NOT NULL,
    repair_id   bigint NOT NULL,
    revision    int NOT NULL,
    told_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (vehicle_key, repair_id, revision)
);
CREATE INDEX finding_told_at ON finding_told (told_at);
CREATE INDEX repair_with_findings ON repair (accepted_at) WHERE findings <> '';

-- Tells the owners of records with one of these findings that were stored in the thirty days before in_before and are still as
-- they were: once a record and revision, one notice a vehicle, of some hundreds at a time. How many records that was.
CREATE FUNCTION finding_tell(in_findings text[], in_before date) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    told int;
BEGIN
    WITH found AS (
        INSERT INTO chedang.finding_told (vehicle_key, repair_id, revision)
        SELECT vehicle_key, id, revision
          FROM chedang.repair
         WHERE findings <> '' AND string_to_array(findings, ',') && in_findings
           AND accepted_at < in_before AND accepted_at >= in_before - interval '30 days'
           AND NOT EXISTS (SELECT FROM chedang.finding_told AS earlier
                            WHERE earlier.vehicle_key = repair.vehicle_key AND earlier.repair_id = repair.id
                              AND earlier.revision = repair.revision)
         ORDER BY accepted_at LIMIT 500
        ON CONFLICT DO NOTHING
        RETURNING vehicle_key
    ), notices AS (
        SELECT count(chedang.tell(access.account_id, 'finding', access.vehicle_key))
          FROM (SELECT DISTINCT vehicle_key FROM found) AS vehicles
          JOIN chedang.access ON access.vehicle_key = vehicles.vehicle_key AND access.manages
    )
    SELECT count(*) + 0 * (SELECT * FROM notices) INTO told FROM found;
    RETURN told;
END $$;

GRANT SELECT, INSERT, DELETE ON finding_told TO chedang_serve;
GRANT EXECUTE ON FUNCTION finding_tell(text[], date) TO chedang_serve;
COMMIT;
