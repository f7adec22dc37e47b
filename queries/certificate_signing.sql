-- The key that signs now. No row: none does.
SELECT kid, public_key, seed FROM certificate_key_now
