-- A workshop's account by its code, or by the licence number that serves as one in some provinces.
SELECT id, version, code, password FROM workshop
 WHERE code = $1 OR (licence_no = $1 AND NOT EXISTS (SELECT FROM workshop WHERE code = $1))
 ORDER BY id
 LIMIT 1
