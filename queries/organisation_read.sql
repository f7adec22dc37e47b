-- An organisation ($1) that an account ($2) is in: code and name sealed, state, why it was refused, the account's role, and how
-- many are in it.
SELECT organisation.handle, organisation.sealed, organisation.state, organisation.reason, organisation_member.role,
       (SELECT count(*) FROM organisation_member AS every WHERE every.organisation_id = organisation.id)
  FROM organisation
  JOIN organisation_member ON organisation_member.organisation_id = organisation.id
 WHERE organisation.handle = $1 AND organisation_member.account_id = $2::bigint AND organisation.state <> 'ended'
