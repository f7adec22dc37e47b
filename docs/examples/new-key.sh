openssl genpkey -algorithm ed25519 -out client.key
openssl pkey -in client.key -pubout -out client.pub
