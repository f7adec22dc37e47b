# A token, which is good for 15 minutes.
TOKEN=$(curl -s --fail-with-body "$CHEDANG_URL/oauth/token" -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials |
    sed 's/.*"access_token":"\([^"]*\)".*/\1/')

# What is recorded of a vehicle.
curl -s --fail-with-body "$CHEDANG_URL/v1/lookups" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d '{"vin": "'"$VIN"'", "purpose": "used_car_listing", "reference": "listing-4711"}' >summary.json
cat summary.json

# The same vehicle later, by its handle: 304 while nothing has changed.
HANDLE=$(sed 's/.*"handle":"\([^"]*\)".*/\1/' summary.json)
ETAG=$(sed 's/.*"etag":"\\"\([^"]*\)\\"".*/"\1"/' summary.json)
curl -s -o changed.json -w '%{http_code}\n' -H "Authorization: Bearer $TOKEN" -H "If-None-Match: $ETAG" \
    "$CHEDANG_URL/v1/vehicles/$HANDLE/summary?purpose=used_car_listing&reference=listing-4711"

# Many at once, a line each; a line that cannot be answered has its own status.
printf '{"vin":"%s","purpose":"used_car_listing","reference":"%s"}\n' "$VIN" listing-4711 0CDSANDB2JA000002 listing-4712 |
    curl -s --fail-with-body "$CHEDANG_URL/v1/lookups/batch" -H "Authorization: Bearer $TOKEN" \
        -H 'Content-Type: application/x-ndjson' --data-binary @-
