-- Verify chedang:certificate_batch on pg
SELECT handle, client_id, admin_id, created_at, turn_at FROM chedang.certificate_batch WHERE false;
SELECT batch, line, state, due_at, tries, reference, request, code, pointer, certificate, paper, envelope
  FROM chedang.certificate_batch_line WHERE false;
