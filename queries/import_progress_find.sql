-- How far an import of this source has come.
SELECT bytes, lines, encode(digest, 'hex'), refused FROM import_progress WHERE source = $1::bytea
