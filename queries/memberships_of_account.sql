-- The organisations that an account is in, the latest first: handle, code and name sealed, role, since when.
SELECT organisation.handle, organisation.sealed, organisation_member.role,
       (extract(epoch FROM organisation_member.joined_at) * 1000000)::bigint
  FROM organisation_member
  JOIN organisation ON organisation.id = organisation_member.organisation_id
 WHERE organisation_member.account_id = $1::bigint
 ORDER BY organisation_member.joined_at DESC, organisation.handle
 LIMIT $2::int
