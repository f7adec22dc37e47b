-- Verify chedang:organisation on pg
SELECT id, handle, code_index, sealed, state, reason, made_at FROM chedang.organisation WHERE false;
SELECT organisation_id, account_id, handle, role, joined_at FROM chedang.organisation_member WHERE false;
SELECT handle, organisation_id, phone_index, phone, role, made_at, expires_at FROM chedang.organisation_invitation WHERE false;
SELECT organisation_id, plate FROM chedang.ownership WHERE false;
SELECT handle, account_id, vehicle_key, ownership, audience, manages, since, until, number FROM chedang.access WHERE false;
SELECT 1 / (count(*) = 12)::int FROM pg_proc WHERE pronamespace = 'chedang'::regnamespace
   AND proname IN ('organisation_make', 'organisation_decide', 'organisation_lock', 'organisation_invite', 'organisation_join',
                   'organisation_uninvite', 'organisation_change', 'organisation_clear', 'organisation_end', 'organisations_alone',
                   'fleet_settle', 'organisation_tellable');
