-- Notes how far an import has come, in the transaction that stores what is behind it.
INSERT INTO import_progress (source, bytes, lines, digest, refused)
VALUES ($1::bytea, $2::bigint, $3::bigint, $4::bytea, $5::bigint)
ON CONFLICT (source) DO UPDATE
   SET bytes = excluded.bytes, lines = excluded.lines, digest = excluded.digest, refused = excluded.refused,
       noted_at = now()
