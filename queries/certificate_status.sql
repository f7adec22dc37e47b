-- Which version of the status list is the present one, and the kid of the key that signs now, if one does.
SELECT coalesce((SELECT max(state_no) FROM certificate), 0), (SELECT kid FROM certificate_key_now)
