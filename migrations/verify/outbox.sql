-- Verify chedang:outbox on pg
SELECT id, kind, body, due_at, tries, expires_at FROM chedang.outbox WHERE false;
