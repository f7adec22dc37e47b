-- Tries the code of a ticket, at most five times and once with success; then opens a session ($5) in place of the
-- browser's old one ($6). No row: no code counts any more. An account: signed in. Else the tries so far.
WITH tried AS (
    UPDATE sign_in_code SET tries = CASE WHEN code = $2::bytea THEN 5 ELSE tries + 1 END
     WHERE ticket = $1::bytea AND expires_at > now() AND tries < 5
    RETURNING code = $2::bytea AS right_one, tries
), made AS (
    INSERT INTO account (phone_index, phone) SELECT $3::bytea, $4::bytea FROM tried WHERE right_one
    ON CONFLICT (phone_index) DO NOTHING
    RETURNING id
), who AS (
    SELECT id FROM made
    UNION
    SELECT account.id FROM account, tried WHERE tried.right_one AND account.phone_index = $3::bytea
), old AS (
    DELETE FROM session USING tried WHERE tried.right_one AND session.hash = $6::bytea
), opened AS (
    INSERT INTO session (hash, account_id) SELECT $5::bytea, id FROM who
    RETURNING account_id
)
SELECT (SELECT account_id FROM opened), tries < 5 FROM tried
