b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

HEAD=$(printf '{"alg":"EdDSA"}' | b64)
CLAIMS=$(printf '{"iss":"%s","sub":"%s","aud":"%s","jti":"%s","exp":%d}' \
    "$CLIENT_ID" "$CLIENT_ID" "$CHEDANG_URL" "$(openssl rand -hex 16)" $(($(date +%s) + 60)) | b64)
printf '%s.%s' "$HEAD" "$CLAIMS" >assertion
SIGNATURE=$(openssl pkeyutl -sign -rawin -inkey client.key -in assertion | b64)

curl -s --fail-with-body "$CHEDANG_URL/oauth/token" -d grant_type=client_credentials \
    -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
    -d client_assertion="$(cat assertion).$SIGNATURE"
