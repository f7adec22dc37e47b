-- What is to be sent next, and to which webhook: see the function.
SELECT id, client_id, target, ping, after FROM webhook_lease()
