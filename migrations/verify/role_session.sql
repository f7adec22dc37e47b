-- Verify chedang:role_session on pg
SELECT id, name, role, password, version, created_at, ended_at FROM chedang.staff WHERE false;
SELECT account_id, workshop_id, staff_id FROM chedang.session WHERE false;
