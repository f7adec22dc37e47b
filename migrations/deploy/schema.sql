-- Deploy chedang:schema to pg
BEGIN;
CREATE SCHEMA chedang;

-- Serves requests; owns nothing, so that a hole in a query cannot change the schema.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chedang_serve') THEN
        CREATE ROLE chedang_serve LOGIN;
    END IF;
END $$;
GRANT USAGE ON SCHEMA chedang TO chedang_serve;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; -- not IN SCHEMA: that can only add
COMMIT;
