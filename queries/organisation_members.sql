-- Who is in an organisation ($1), for one of its administrators ($2), and whom it has asked: by handle, number, role, since
-- when, until when it is asked, and whether that is the one who looks.
WITH own AS (
    SELECT organisation_member.organisation_id AS id
      FROM organisation
      JOIN organisation_member ON organisation_member.organisation_id = organisation.id
     WHERE organisation.handle = $1 AND organisation_member.account_id = $2::bigint
       AND organisation_member.role = 'administrator' AND organisation.state = 'approved'
)
SELECT organisation_member.handle, account.phone_index || account.phone, organisation_member.role,
       (extract(epoch FROM organisation_member.joined_at) * 1000000)::bigint AS since, NULL::bigint, account.id = $2::bigint
  FROM own
  JOIN organisation_member ON organisation_member.organisation_id = own.id
  JOIN account ON account.id = organisation_member.account_id
UNION ALL
SELECT organisation_invitation.handle, organisation_invitation.phone_index || organisation_invitation.phone,
       organisation_invitation.role, (extract(epoch FROM organisation_invitation.made_at) * 1000000)::bigint,
       (extract(epoch FROM organisation_invitation.expires_at) * 1000000)::bigint, false
  FROM own
  JOIN organisation_invitation ON organisation_invitation.organisation_id = own.id
                              AND organisation_invitation.expires_at > now()
 ORDER BY 5 NULLS FIRST, since, 1
 LIMIT 400
