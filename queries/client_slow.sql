-- A client ($1) is slowed until then ($2, seconds since 1970) wherever it asks.
UPDATE client SET slowed_until = to_timestamp($2::float8) WHERE id = $1::bigint
