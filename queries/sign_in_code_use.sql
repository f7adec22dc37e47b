-- Tries a code, at most five times and once with success; then opens a session ($4) in place of the browser's old one.
WITH tried AS (
    UPDATE sign_in_code SET tries = CASE WHEN code = $2::bytea THEN 5 ELSE tries + 1 END
     WHERE phone_index = $1::bytea AND expires_at > now() AND tries < 5
    RETURNING code = $2::bytea AS right_one
), made AS (
    INSERT INTO account (phone_index, phone) SELECT $1::bytea, $3::bytea FROM tried WHERE right_one
    ON CONFLICT (phone_index) DO NOTHING
    RETURNING id
), who AS (
    SELECT id FROM made
    UNION
    SELECT account.id FROM account, tried WHERE tried.right_one AND account.phone_index = $1::bytea
), old AS (
    DELETE FROM session USING tried WHERE tried.right_one AND session.hash = $5::bytea
)
INSERT INTO session (hash, account_id) SELECT $4::bytea, id FROM who
RETURNING account_id
