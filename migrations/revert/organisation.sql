-- Revert chedang:organisation from pg
BEGIN;
SET LOCAL search_path = chedang;
DROP TRIGGER organisation_of_closed ON account;
DROP FUNCTION organisation_make, organisation_decide, organisation_invite, organisation_join, organisation_uninvite,
    organisation_change, organisation_end, organisation_clear, organisation_of_closed, organisations_alone, fleet_settle,
    organisation_lock, organisation_tellable;
DROP VIEW access;
DROP VIEW ownership_now;
DELETE FROM ownership WHERE organisation_id IS NOT NULL;
ALTER TABLE ownership DROP COLUMN organisation_id, DROP COLUMN plate, ALTER account_id SET NOT NULL;
CREATE VIEW ownership_now AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.holder_revision, ownership.claimed_at,
           registry.held_since, registry.first_registered, registry.region
      FROM ownership
      JOIN registry ON registry.vehicle_key = ownership.vehicle_key
                   AND registry.holder_revision = ownership.holder_revision
     WHERE registry.ended IS NULL AND ownership.ended IS NULL;
CREATE VIEW access AS
    SELECT ownership.handle, ownership.account_id, ownership.vehicle_key, ownership.handle AS ownership, 'owner' AS audience,
           true AS manages, ownership.claimed_at AS since, NULL::timestamptz AS until, NULL::int AS number
      FROM ownership_now AS ownership
    UNION ALL
    SELECT consent.handle, consent.account_id, ownership.vehicle_key, ownership.handle, 'consent', false, consent.given_at,
           consent.expires_at, consent.number
      FROM consent
      JOIN ownership_now AS ownership ON ownership.handle = consent.ownership
     WHERE consent.ended_at IS NULL AND consent.expires_at > now();
GRANT SELECT ON ownership_now, access TO chedang_serve;
DROP TABLE organisation_invitation;
DROP TABLE organisation_member;
DROP TABLE organisation;
COMMIT;
