-- Verify chedang:ownership_ended on pg
SELECT handle, account_id, vehicle_key, holder_revision, claimed_at, held_since, first_registered, region
  FROM chedang.ownership_now WHERE false;
SELECT handle, ended, ended_on FROM chedang.ownership_ever WHERE false;
SELECT 1 / (chedang.notice_is_security('ownership_ended'))::int;
SELECT 'chedang.accounts_lock(bigint, bigint[])'::regprocedure;
