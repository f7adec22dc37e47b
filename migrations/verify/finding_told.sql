-- Verify chedang:finding_told on pg: `finding` has put its own in place of this.
SELECT 1 / (to_regclass('chedang.finding_told') IS NOT NULL OR to_regclass('chedang.finding') IS NOT NULL)::int;
