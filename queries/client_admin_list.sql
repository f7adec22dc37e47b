-- All administrators of clients, the first first.
SELECT client.public_id, to_char(client_admin.created_at, 'YYYY-MM-DD'), coalesce(to_char(ended_at, 'YYYY-MM-DD'), ''),
       CASE WHEN totp IS NULL THEN 'new' ELSE 'enrolled' END, client_admin.name
  FROM client_admin
  JOIN client ON client.id = client_admin.client_id
 ORDER BY client_admin.id
