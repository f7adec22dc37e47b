-- Verify chedang:workshop_signed on pg
SELECT app_id, workshop_id, secret, ended_at FROM chedang.workshop_key WHERE false;
SELECT app_id, hash, used_at FROM chedang.workshop_nonce WHERE false;
SELECT workshop_id, number_index, revision, body, opened_at FROM chedang.workshop_order WHERE false;
