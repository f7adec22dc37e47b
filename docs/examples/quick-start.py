import base64
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ["CHEDANG_URL"]


def ask(path, body=None, **headers):
    """The status, the header fields and the body of an answer; waits where it is told to."""
    request = urllib.request.Request(URL + path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        if refusal.code in (429, 503):
            time.sleep(int(refusal.headers["Retry-After"]))
            return ask(path, body, **headers)
        return refusal.code, refusal.headers, refusal.read()


# A token, which is good for 15 minutes.
secret = base64.b64encode(f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()).decode()
status, _, body = ask("/oauth/token", b"grant_type=client_credentials", Authorization=f"Basic {secret}")
assert status == 200, body
bearer = f"Bearer {json.loads(body)['access_token']}"

# What is recorded of a vehicle.
why = {"purpose": "used_car_listing", "reference": "listing-4711"}
question = json.dumps({"vin": os.environ["VIN"], **why}).encode()
status, fields, body = ask("/v1/lookups", question, Authorization=bearer, Content_Type="application/json")
assert status == 200, body
summary = json.loads(body)
print(summary["odometer"]["verdict"], summary["record_count"], "records;", fields["RateLimit"])

# The same vehicle later, by its handle: 304 while nothing has changed.
path = f"/v1/vehicles/{summary['handle']}/summary?{urllib.parse.urlencode(why)}"
status, _, _ = ask(path, Authorization=bearer, If_None_Match=summary["etag"])
print(status)

# Many at once, a line each; a line that cannot be answered has its own status.
lines = b"\n".join([question, json.dumps({"vin": "0CDSANDB2JA000002", **why}).encode()])
status, _, body = ask("/v1/lookups/batch", lines, Authorization=bearer, Content_Type="application/x-ndjson")
assert status == 200, body
for line in map(json.loads, body.splitlines()):
    print(line["line"], line["status"], line.get("problem", {}).get("code"))
