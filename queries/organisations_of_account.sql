-- The organisations that an account ($1) is in, and which ask it in: first the latter, by the handle of the invitation.
SELECT organisation_invitation.handle, organisation.handle, organisation.sealed, organisation.state, organisation_invitation.role
  FROM account
  JOIN organisation_invitation ON organisation_invitation.phone_index = account.phone_index
                              AND organisation_invitation.expires_at > now()
  JOIN organisation ON organisation.id = organisation_invitation.organisation_id AND organisation.state = 'approved'
 WHERE account.id = $1::bigint
UNION ALL
SELECT NULL, organisation.handle, organisation.sealed, organisation.state, organisation_member.role
  FROM organisation_member
  JOIN organisation ON organisation.id = organisation_member.organisation_id
 WHERE organisation_member.account_id = $1::bigint
 ORDER BY 1 NULLS LAST, 2
 LIMIT 200
