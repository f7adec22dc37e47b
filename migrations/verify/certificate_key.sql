-- Verify chedang:certificate_key on pg
SELECT kid, public_key, seed, published_at, signs_from, signs_until, trusted_until, ended_from, reason FROM chedang.certificate_key WHERE false;
SELECT kid FROM chedang.certificate_key_now WHERE false;
SELECT id, made_at, document FROM chedang.certificate_trust_list WHERE false;
