-- Tries the code of a ticket, at most five times and once with success; then opens a session ($5) in place of the
-- browser's old one ($6), and tells the owner of a browser ($7) that is new to an account which knows others. No row: no
-- code counts any more. An account: signed in. Else the tries so far.
WITH tried AS (
    UPDATE sign_in_code SET tries = CASE WHEN code = $2::bytea THEN 5 ELSE tries + 1 END
     WHERE ticket = $1::bytea AND expires_at > now() AND tries < 5
    RETURNING code = $2::bytea AS right_one, tries
), made AS (
    INSERT INTO account (phone_index, phone, language) SELECT $3::bytea, $4::bytea, $8 FROM tried WHERE right_one
    ON CONFLICT (phone_index) DO NOTHING
    RETURNING id
), known AS (
    SELECT account.id FROM account, tried WHERE tried.right_one AND account.phone_index = $3::bytea
       FOR KEY SHARE OF account -- whoever changes the number ends this session too
), who AS (
    SELECT id FROM made
    UNION
    SELECT id FROM known
), old AS (
    DELETE FROM session USING tried WHERE tried.right_one AND session.hash = $6::bytea
), opened AS (
    INSERT INTO session (hash, account_id, device, browser, network) SELECT $5::bytea, id, $9, $10, $11::bytea FROM who
    RETURNING account_id
), seen AS (
    INSERT INTO device (account_id, hash) SELECT id, sha256(int8send(id) || $7::bytea) FROM who
    ON CONFLICT (account_id, hash) DO UPDATE SET used_at = now()
    RETURNING account_id, hash
), told AS (
    SELECT chedang.tell(seen.account_id, 'new_device', NULL) FROM seen
     WHERE EXISTS (SELECT FROM device WHERE device.account_id = seen.account_id)
       AND NOT EXISTS (SELECT FROM device WHERE device.account_id = seen.account_id AND device.hash = seen.hash)
)
SELECT (SELECT account_id FROM opened), tries < 5, (SELECT count(*) FROM told) FROM tried
