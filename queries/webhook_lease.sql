-- What is to be sent next, and to which webhook: see the function.
SELECT id, client_id, target, ping, after, pending, public_id FROM webhook_lease()
