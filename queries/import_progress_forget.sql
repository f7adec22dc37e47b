-- An import has come to its end.
DELETE FROM import_progress WHERE source = $1::bytea
