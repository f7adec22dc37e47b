-- The organisations that an account is in or asked to join, the latest first: handle, code and name sealed, role, since when; of those
-- that ask it, until when.
SELECT organisation.handle, organisation.sealed, belongs.role, (extract(epoch FROM belongs.since) * 1000000)::bigint,
       (extract(epoch FROM belongs.until) * 1000000)::bigint
  FROM (SELECT organisation_id, role, joined_at AS since, NULL::timestamptz AS until
          FROM organisation_member
         WHERE account_id = $1::bigint
         UNION ALL
        SELECT invitation.organisation_id, invitation.role, invitation.made_at, invitation.expires_at
          FROM account JOIN organisation_invitation AS invitation ON invitation.phone_index = account.phone_index
         WHERE account.id = $1::bigint AND invitation.expires_at > now()) AS belongs
  JOIN organisation ON organisation.id = belongs.organisation_id
 ORDER BY belongs.since DESC, organisation.handle
 LIMIT $2::int
