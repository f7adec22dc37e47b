-- Has all vehicles examined when the rules ($1) are others than before.
SELECT examine_by($1)
