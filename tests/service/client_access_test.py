"""How a platform proves who it is, and what its contract allows."""
import base64
import json
import time
import unittest
import urllib.parse

from jwt import PrivateKey
from world import World, repair, vin

BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(server, path="/oauth/token", basic=None, **fields):
    headers = dict(FORM)
    if basic is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(basic).encode()).decode()
    if path == "/oauth/token":
        fields = {"grant_type": "client_credentials", **fields}
    return server.ask("POST", path, urllib.parse.urlencode(fields), headers)


def secret_of(client):
    return client["client_id"], client["client_secret"]


class Access(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        assert cls.server.v1("lcipprocarfixrecordadd", repair(workshop, vin(1), "A-1")).json["code"] == "1"

    def command(self, *words, check=True):
        return self.world.command("client", *words, check=check)

    def client(self, *words):
        lines = self.command("add", "--name", "A platform", *words).stdout.splitlines()
        return dict(line.split("=", 1) for line in lines)

    def public_key(self, client, key, form="jwk"):
        path = self.world.folder / "public.key"
        path.write_text(key.jwk() if form == "jwk" else key.pem())
        return self.command("key-add", client["client_id"], "--public-key", str(path)).stdout.strip().removeprefix("kid=")

    def assert_refused(self, answer, status, error):
        self.assertEqual((answer.status, answer.json["error"]), (status, error), answer.body)
        self.assertEqual(answer.header("content-type"), "application/problem+json")

    # private_key_jwt

    def test_a_key_proves_who_the_client_is_without_a_secret(self):
        client, key = self.client(), PrivateKey()
        for form in ("jwk", "pem"):
            key = PrivateKey()
            kid = self.public_key(client, key, form)
            for audience in (self.server.url, f"{self.server.url}/oauth/token", ["x", self.server.url]):
                for head in ({}, {"kid": kid}):
                    answer = ask(self.server, client_assertion_type=BEARER,
                                 client_assertion=key.assertion(client["client_id"], audience, head))
                    self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.server.lookup(answer.json["access_token"], vin(1)).status, 200)

    def test_an_assertion_counts_once(self):
        client, key = self.client(), PrivateKey()
        self.public_key(client, key)
        assertion = key.assertion(client["client_id"], self.server.url)
        fields = {"client_assertion_type": BEARER, "client_assertion": assertion}
        self.assertEqual(ask(self.server, **fields).status, 200)
        again = ask(self.server, **fields)
        self.assert_refused(again, 401, "invalid_client")
        self.assertIn("used before", again.json["detail"])

    def test_what_another_key_signed_is_refused(self):
        client, key, other = self.client(), PrivateKey(), PrivateKey()
        kid = self.public_key(client, key)
        now = int(time.time())
        me = client["client_id"]
        for assertion in (other.assertion(me, self.server.url), other.assertion(me, self.server.url, {"kid": kid}),
                          key.assertion(me, self.server.url, {"kid": "another"}),
                          key.assertion(me, "https://elsewhere.example"), key.assertion("0" * 16, self.server.url),
                          key.assertion(me, self.server.url, exp=now - 120), key.assertion(me, self.server.url, exp=now + 9000),
                          key.assertion(me, self.server.url, {"alg": "none"}), key.assertion(me, self.server.url, jti=7),
                          key.assertion(me, self.server.url, sub="other"), "rubbish", "a.b.c"):
            self.assert_refused(ask(self.server, client_assertion_type=BEARER, client_assertion=assertion), 401, "invalid_client")
        good = key.assertion(me, self.server.url)
        self.assert_refused(ask(self.server, client_assertion_type="saml", client_assertion=good), 401, "invalid_client")
        self.assertEqual(self.world.sql("SELECT count(*) FROM client_assertion WHERE expires_at < now() - interval '1 hour'"), [["0"]])

    def test_a_public_key_that_is_none_is_refused(self):
        client = self.client()
        path = self.world.folder / "bad.key"
        for text in ("", "{}", "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n", "x" * 9000):
            path.write_text(text)
            self.assertEqual(self.command("key-add", client["client_id"], "--public-key", str(path), check=False).returncode, 2)
        self.assertEqual(self.command("key-add", client["client_id"], "--public-key", "/nowhere", check=False).returncode, 2)

    # Rotation

    def test_one_key_follows_another_and_both_count_meanwhile(self):
        client = self.client()
        token = self.server.token(client)
        second = dict(line.split("=", 1) for line in self.command("key-add", client["client_id"], "--label", "new").stdout.splitlines())
        after = {**client, "client_secret": second["client_secret"]}
        self.assertEqual(self.server.lookup(self.server.token(after), vin(1)).status, 200)
        self.assertEqual(ask(self.server, basic=secret_of(client)).status, 200)
        listed = [line.split("\t") for line in self.command("key-list", client["client_id"]).stdout.splitlines()]
        self.assertEqual([(row[1], row[5], row[6]) for row in listed], [("secret", "good", "new"), ("secret", "good", "")])
        self.command("key-end", listed[1][0])
        self.assertEqual(self.server.lookup(token, vin(1)).status, 401)  # what was got with it ends with it
        self.assert_refused(ask(self.server, basic=secret_of(client)), 401, "invalid_client")
        self.assertEqual(ask(self.server, basic=secret_of(after)).status, 200)
        self.assertEqual(self.command("key-end", listed[1][0], check=False).returncode, 1)
        self.assertNotIn(second["client_secret"], self.command("key-list", client["client_id"]).stdout)

    def test_a_client_has_twenty_keys_at_most(self):
        client = self.client()
        for _ in range(19):
            self.command("key-add", client["client_id"])
        self.assertEqual(self.command("key-add", client["client_id"], check=False).returncode, 1)
        self.assertEqual(self.command("key-add", "nobody", check=False).returncode, 1)

    def test_a_key_that_expires_soon_says_so_and_then_ends(self):
        client = self.client("--days", "10")
        self.assertIn(ask(self.server, basic=secret_of(client)).json["key_expires_in_days"], (9, 10))
        self.assertNotIn("key_expires_in_days", ask(self.server, basic=secret_of(self.client())).json)
        token = self.server.token(client)
        self.world.sql(f"""UPDATE client_key SET expires_at = now() FROM client
                            WHERE client.id = client_id AND public_id = '{client["client_id"]}'""")
        time.sleep(0.6)
        self.assertEqual(self.server.lookup(token, vin(1)).status, 401)
        self.assert_refused(ask(self.server, basic=secret_of(client)), 401, "invalid_client")

    def test_a_key_that_nobody_used_for_ninety_days_is_off(self):
        client = self.client()
        held = f"FROM client WHERE client.id = client_id AND public_id = '{client['client_id']}'"
        self.world.sql(f"UPDATE client_key SET created_at = now() - interval '200 days', used_at = now() - interval '89 days' {held}")
        self.assertEqual(ask(self.server, basic=secret_of(client)).status, 200)
        self.world.sql(f"UPDATE client_key SET used_at = now() - interval '91 days' {held}")
        self.assert_refused(ask(self.server, basic=secret_of(client)), 401, "invalid_client")
        self.assertEqual(self.command("key-list", client["client_id"]).stdout.split("\t")[5], "idle")

    # Contracts and scopes

    def test_a_token_is_for_what_was_asked_and_the_contract_has(self):
        client = self.client("--purposes", "finance,insurance")
        whole = ask(self.server, basic=secret_of(client)).json
        self.assertEqual(whole["scope"], "vehicle.summary:finance vehicle.summary:insurance")
        part = ask(self.server, basic=secret_of(client), scope="vehicle.summary:finance").json
        self.assertEqual(part["scope"], "vehicle.summary:finance")
        for token, purpose, status in ((whole, "finance", 200), (whole, "insurance", 200), (whole, "used_car_listing", 403),
                                       (part, "finance", 200), (part, "insurance", 403)):
            answer = self.server.lookup(token["access_token"], vin(1), purpose=purpose)
            self.assertEqual(answer.status, status, answer.body)
        self.assertEqual((answer.json["code"], answer.json["errors"]), ("purpose_not_agreed", [{"pointer": "#/purpose"}]))
        for scope in ("vehicle.summary:used_car_listing", "vehicle.summary:finance vehicle.summary:other", "vehicle.summary:x",
                      "certificate.issue", "", " ", "x" * 3000):
            self.assert_refused(ask(self.server, basic=secret_of(client), scope=scope), 400, "invalid_scope")

    def test_without_a_contract_nothing_is_looked_up(self):
        client = self.client()
        token = self.server.token(client)
        self.world.sql(f"""UPDATE contract SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 day'
                             FROM client WHERE client.id = client_id AND public_id = '{client["client_id"]}'""")
        time.sleep(0.6)
        answer = self.server.lookup(token, vin(1))
        self.assertEqual((answer.status, answer.json["code"]), (403, "contract_ended"))
        self.assert_refused(ask(self.server, basic=secret_of(client)), 400, "unauthorized_client")
        self.command("contract", client["client_id"], "--purposes", "finance", "--contract-days", "30")
        self.assertEqual(ask(self.server, basic=secret_of(client)).json["scope"], "vehicle.summary:finance")
        self.assertEqual(self.command("contract", "nobody", check=False).returncode, 1)
        for purposes in ("", "x", "finance=", "finance=-1", "finance=1x", "finance=9999999999", "finance;", "finance," * 200):
            self.assertEqual(self.command("contract", client["client_id"], "--purposes", purposes, check=False).returncode, 2, purposes)

    def test_the_contract_bounds_the_whole_and_each_purpose(self):
        client = self.client("--purposes", "finance=3,insurance", "--day", "8")
        token = self.server.token(client)
        answers = [self.server.lookup(token, vin(1), purpose="finance") for _ in range(5)]
        self.assertEqual([a.status for a in answers], [200, 200, 200, 429, 429])
        self.assertIn('"purpose";q=3;w=86400', answers[0].header("ratelimit-policy"))
        self.assertIn('"day";q=8;w=86400', answers[0].header("ratelimit-policy"))
        self.assertRegex(answers[0].header("ratelimit"), r'"purpose";r=2;t=\d+')
        self.assertGreater(int(answers[3].header("retry-after")), 0)
        answers = [self.server.lookup(token, vin(1), purpose="insurance") for _ in range(4)]
        self.assertEqual([a.status for a in answers], [200, 200, 200, 429])

    # Revocation

    def test_a_token_is_revoked_by_its_client_and_nobody_else(self):
        client, other = self.client(), self.client()
        token = self.server.token(client)
        self.assertEqual(ask(self.server, "/oauth/revoke", basic=secret_of(other), token=token).status, 200)
        time.sleep(0.6)
        self.assertEqual(self.server.lookup(token, vin(1)).status, 200)
        self.assertEqual(ask(self.server, "/oauth/revoke", basic=secret_of(client), token=token).status, 200)
        time.sleep(0.6)
        self.assertEqual(self.server.lookup(token, vin(1)).status, 401)
        self.assertEqual(ask(self.server, "/oauth/revoke", basic=secret_of(client), token="never").status, 200)
        self.assert_refused(ask(self.server, "/oauth/revoke", token=token), 401, "invalid_client")
        self.assert_refused(ask(self.server, "/oauth/revoke", basic=secret_of(client)), 400, "invalid_request")

    def test_an_assertion_that_was_shown_to_revoke_is_used_up(self):
        client, key = self.client(), PrivateKey()
        self.public_key(client, key)
        token = self.server.token(client)
        proof = lambda: {"client_assertion_type": BEARER, "client_assertion": key.assertion(client["client_id"], self.server.url)}
        shown = proof()
        self.assertEqual(ask(self.server, "/oauth/revoke", token="never", **shown).status, 200)
        for path, more in (("/oauth/token", {}), ("/oauth/revoke", {"token": token})):
            refused = ask(self.server, path, **more, **shown)
            self.assert_refused(refused, 401, "invalid_client")
            self.assertIn("used before", refused.json["detail"])
        time.sleep(0.6)
        self.assertEqual(self.server.lookup(token, vin(1)).status, 200)
        used = proof()
        self.assertEqual(ask(self.server, **used).status, 200)
        self.assert_refused(ask(self.server, "/oauth/revoke", token=token, **used), 401, "invalid_client")
        self.assertEqual(ask(self.server, "/oauth/revoke", token=token, **proof()).status, 200)
        time.sleep(0.6)
        self.assertEqual(self.server.lookup(token, vin(1)).status, 401)

    def test_secrets_and_keys_are_never_readable_again(self):
        client = self.client()
        secret = client["client_secret"]
        rows = self.world.sql("SELECT client_key::text FROM client_key") + self.world.sql("SELECT client::text FROM client")
        self.assertTrue(all(secret not in row[0] and secret.encode().hex() not in row[0] for row in rows))
        self.assertNotIn(secret, self.server.log())


class Handles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.client = cls.world.client()
        cls.token = cls.server.token(cls.client)
        for i in range(1, 5):
            cls.upload(vin(i), f"H-{i}")

    @classmethod
    def upload(cls, number, settlement, **more):
        assert cls.server.v1("lcipprocarfixrecordadd", repair(cls.workshop, number, settlement, **more)).json["code"] == "1"

    def get(self, handle, token=None, purpose="used_car_listing", reference="case-1", **headers):
        query = urllib.parse.urlencode({k: v for k, v in (("purpose", purpose), ("reference", reference)) if v is not None})
        return self.server.ask("GET", f"/v1/vehicles/{handle}/summary?{query}",
                               headers={"Authorization": f"Bearer {token or self.token}", **headers})

    def test_the_handle_of_a_look_up_gets_the_same_summary(self):
        looked = self.server.lookup(self.token, vin(1)).json
        answer = self.get(looked["handle"])
        self.assertEqual(answer.status, 200)
        self.assertEqual({"handle": looked["handle"], "etag": looked["etag"], **answer.json}, looked)
        self.assertEqual(answer.header("etag"), looked["etag"])
        self.assertEqual(answer.header("cache-control"), "private, no-cache")
        self.assertEqual(self.server.lookup(self.token, vin(1)).json["handle"], looked["handle"])

    def test_what_has_not_changed_is_told_in_a_word_and_costs_nothing_of_the_day(self):
        client = self.world.command("client", "add", "--name", "Few", "--day", "3").stdout
        token = self.server.token(dict(line.split("=", 1) for line in client.splitlines()))
        looked = self.server.lookup(token, vin(2)).json
        for match in (looked["etag"], f"W/{looked['etag']}", f'"x", {looked["etag"]}', "*"):
            answer = self.get(looked["handle"], token, **{"If-None-Match": match})
            self.assertEqual((answer.status, answer.body, answer.header("etag")), (304, b"", looked["etag"]), match)
        self.upload(vin(2), "H-2-more")
        answer = self.get(looked["handle"], token, **{"If-None-Match": looked["etag"]})
        self.assertEqual((answer.status, answer.json["record_count"]), (200, 2))
        self.assertNotEqual(answer.header("etag"), looked["etag"])
        self.assertEqual(self.get(looked["handle"], token).status, 200)
        self.assertEqual(self.get(looked["handle"], token).status, 429)
        self.assertEqual(self.get(looked["handle"], token, **{"If-None-Match": answer.header("etag")}).status, 304)

    def test_a_day_that_is_used_up_gives_nothing_away(self):
        for i in range(40):  # more than a problem document has room for
            self.upload(vin(5), f"H-5-{i}", settled=f"20{10 + i // 4}0{1 + i % 4}11", odometer=str(1000 * i))
        client = self.world.command("client", "add", "--name", "One a day", "--day", "1").stdout
        token = self.server.token(dict(line.split("=", 1) for line in client.splitlines()))
        handle = self.server.lookup(token, vin(5)).json["handle"]
        for _ in range(2):
            answer = self.get(handle, token)
            self.assertEqual((answer.status, answer.json["code"], answer.header("etag")), (429, "limit_reached", None))
            self.assertEqual(set(answer.json), {"type", "title", "status", "code", "correlation_id"})

    def test_a_handle_is_its_clients_alone(self):
        handle = self.server.lookup(self.token, vin(3)).json["handle"]
        other = self.server.token(self.world.client("Another"))
        for wrong in (self.get(handle, other), self.get(handle[:-1] + ("A" if handle[-1] != "A" else "Q")), self.get("x" * 39), self.get(vin(3))):
            self.assertEqual((wrong.status, wrong.json["code"]), (404, "handle_unknown"))
            self.assertNotIn(vin(3).encode(), wrong.body)
        self.assertEqual(self.server.ask("GET", f"/v1/vehicles/{handle}/summary").status, 401)
        self.assertNotEqual(self.server.lookup(other, vin(3)).json["handle"], handle)

    def test_the_reason_is_needed_each_time_and_is_in_the_trail(self):
        handle = self.server.lookup(self.token, vin(4)).json["handle"]
        for more, pointer in (({"purpose": None}, "#/purpose"), ({"reference": None}, "#/reference"), ({"reference": "a b"}, "#/reference")):
            answer = self.get(handle, **more)
            self.assertEqual((answer.status, answer.json["errors"]), (400, [{"pointer": pointer}]))
        self.assertEqual(self.get(handle, purpose="finance", reference="once-more").status, 200)
        until = time.monotonic() + 5
        while not (rows := self.world.sql("SELECT purpose, outcome FROM trail WHERE reference = 'once-more'")) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(rows, [["finance", "shown"]])

    def test_a_vehicle_without_records_has_a_handle_too_and_a_batch_has_them_all(self):
        missing = self.server.lookup(self.token, vin(77)).json
        self.assertEqual((missing["status"], "etag" in missing), (404, False))
        self.assertEqual(self.get(missing["handle"]).status, 404)
        lines = [json.dumps({"vin": v, "purpose": "finance", "reference": "b"}) for v in (vin(1), vin(77), "nonsense")]
        answer = self.server.ask("POST", "/v1/lookups/batch", "\n".join(lines),
                                 {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"})
        got = [json.loads(line) for line in answer.body.splitlines()]
        self.assertEqual(got[0]["handle"], self.server.lookup(self.token, vin(1)).json["handle"])
        self.assertEqual(got[0]["etag"], self.server.lookup(self.token, vin(1)).json["etag"])
        self.assertEqual(got[1]["handle"], missing["handle"])
        self.assertNotIn("handle", got[2])


class Repeats(unittest.TestCase):
    def test_one_client_filled_the_trail_of_one_car_by_its_handle(self):
        """What has not changed and what is not there costs nothing of the day, but a line of the trail: so it has bounds of its own."""
        with World(CHEDANG_THREADS=1, CHEDANG_REDIS_TIMEOUT_MS=2000, CHEDANG_REPEATS=5, CHEDANG_REPEATS_VEHICLE=6) as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            for n in (1, 3):
                self.assertEqual(server.v1("lcipprocarfixrecordadd", repair(workshop, vin(n), f"R-{n}")).json["code"], "1")
            client = world.command("client", "add", "--name", "Again", "--day", "3").stdout
            token = server.token(dict(line.split("=", 1) for line in client.splitlines()))
            looked = [server.lookup(token, vin(n)).json for n in (1, 2, 3)]  # the second is not there

            def again(which):
                return server.ask("GET", f"/v1/vehicles/{looked[which]['handle']}/summary?purpose=finance&reference=again",
                                  headers={"Authorization": f"Bearer {token}", "If-None-Match": looked[which].get("etag", '"x"')})

            for which, status in ((0, 304), (1, 404)):
                self.assertEqual([again(which).status for _ in range(8)], [status] * 6 + [429] * 2)
            self.assertEqual([again(2).status for _ in range(6)], [304] * 3 + [429] * 3)  # fifteen in all, five times the day's three
            answer = again(2)
            self.assertEqual(answer.json["code"], "limit_reached")
            self.assertGreater(int(answer.header("retry-after")), 0)
            until = time.monotonic() + 5
            while (lines := int(world.sql("SELECT count(*) FROM trail WHERE reference = 'again'")[0][0])) < 15 and time.monotonic() < until:
                time.sleep(0.1)
            self.assertEqual(lines, 15)


if __name__ == "__main__":
    unittest.main()
