"""The platform's look-up: tokens, the summary, errors, limits, the trail."""
import base64
import http.client
import json
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

import openapi
from world import Answer, World, repair, vin


class Lookup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.client = cls.world.client()
        cls.token = cls.server.token(cls.client)

    def upload(self, v, number, **more):
        answer = self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, v, number, **more))
        self.assertEqual(answer.json["code"], "1", answer.body.decode())

    def test_what_was_uploaded_is_in_the_next_lookup(self):
        v = vin(100)
        for i in range(5):
            self.upload(v, f"fresh-{i}", odometer=str(10000 + i * 5000), settled=f"202{i}0315")
            for _ in range(2):
                answer = self.server.lookup(self.token, v)
                self.assertEqual(answer.status, 200, answer.body)
                self.assertEqual(answer.json["record_count"], i + 1)
        self.assertGreater(self.server.metric("lookups_redis"), 0)

    def test_the_summary_says_this_and_nothing_more(self):
        v = vin(101)
        self.upload(v, "secret-number-77", odometer="52345", settled="20240315", repairdate="20240312",
                    vehicleplatenumber="沪AD12345", faultdescription="联系人：王小明 13912345678")
        summary = self.server.lookup(self.token, v).json
        self.assertEqual(set(summary), {"handle", "etag", "vehicle", "odometer", "statements", "record_count", "disputes", "coverage",
                                        "warnings", "records"})
        self.assertEqual(summary["records"], [{
            "month": "2024-03", "province": "310000", "workshop_class": 2, "odometer_km": 52000, "works": ["oil"],
            "parts": ["oil"], "signals": [], "disputed": False}])
        self.assertEqual(summary["vehicle"]["vin"], v[:3] + "**********" + v[-4:])
        self.assertEqual(summary["vehicle"]["maker"]["en"], "SAIC Volkswagen")
        self.assertEqual(summary["statements"]["structure"], "none recorded")
        self.assertEqual(summary["odometer"], {"verdict": "no_judgement", "reasons": ["too_few_readings"], "readings": 1})
        self.assertEqual(summary["coverage"]["status"], "recorded")
        text = json.dumps(summary, ensure_ascii=False)
        for secret in (v, "secret-number-77", "52345", "沪A", "王小明", "13912345678", "2024-03-15", "310115", "示例汽车"):
            self.assertNotIn(secret, text)

    def test_a_structural_repair_is_recorded_and_an_inspection_is_not(self):
        for serial, name, said in ((102, "更换前纵梁", "recorded"), (103, "检查前纵梁", "none recorded")):
            message = repair(self.workshop, vin(serial), f"structure-{serial}")
            message["repairprojectlist"] = [{"repairproject": name, "workinghours": "3"}]
            self.server.v1("lcipprocarfixrecordadd", message)
            self.assertEqual(self.server.lookup(self.token, vin(serial)).json["statements"]["structure"], said)

    def test_each_kind_of_vin_has_its_code(self):
        for value, status, code in ((None, 400, "vin_missing"), ("", 400, "vin_missing"), ("   ", 400, "vin_missing"),
                                    ("LSV", 400, "vin_malformed"), ("LSVAA4182E212345O", 400, "vin_malformed"),
                                    (17, 400, "vin_malformed"), ("ЛSVAA4182E2123456", 400, "vin_malformed"),
                                    (vin(999999), 404, "not_collected")):
            answer = self.server.lookup(self.token, value)
            self.assertEqual((answer.status, answer.json["code"]), (status, code), value)
            self.assertRegex(answer.json["correlation_id"], "^[0-9a-f]{16}$")

    def test_a_vin_is_read_as_people_type_it(self):
        v = vin(104)
        self.upload(v, "typed")
        wide = "".join(chr(ord(c) + 0xFEE0) for c in v)
        for typed in (v.lower(), f"  {v} ", f"{v[:8]}-{v[8:]}", wide):
            self.assertEqual(self.server.lookup(self.token, typed).status, 200, typed)

    def test_a_number_that_is_on_no_file_and_mistyped_is_told_so(self):
        v = vin(999998)
        bad = v[:8] + ("1" if v[8] != "1" else "2") + v[9:]
        for typed, warnings in ((v, []), (bad, ["vin_check_digit"])):
            answer = self.server.lookup(self.token, typed)
            self.assertEqual((answer.status, answer.json["code"], answer.json["warnings"]), (404, "not_collected", warnings))

    def test_a_failing_check_digit_is_a_warning(self):
        v = vin(105)
        bad = v[:8] + ("1" if v[8] != "1" else "2") + v[9:]
        self.upload(bad, "check-digit")
        answer = self.server.lookup(self.token, bad)
        self.assertEqual((answer.status, answer.json["warnings"]), (200, ["vin_check_digit"]))

    def test_purpose_and_reference_are_needed(self):
        for more, pointer in (({"purpose": ""}, "#/purpose"), ({"purpose": "a b"}, "#/purpose"), ({"reference": None}, "#/reference"),
                              ({"reference": "x" * 65}, "#/reference"), ({"reference": vin(1)}, "#/reference"),
                              ({"reference": f"case-{vin(1)}"}, "#/reference"), ({"reference": f"{vin(1)[:8]}_{vin(1)[8:]}.2"}, "#/reference"),
                              ({"reference": "13912345678"}, "#/reference"), ({"reference": "case-13912345678"}, "#/reference")):
            answer = self.server.lookup(self.token, vin(1), **more)
            self.assertEqual((answer.status, answer.json["code"]), (400, "field_invalid"), more)
            self.assertEqual(answer.json["errors"][0]["pointer"], pointer)

    def test_bodies_that_are_not_json_objects(self):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        for body in ("", "[]", "1", '{"vin":', '{"vin":"a","vin":"b"}', "\ufeff{}"):
            answer = self.server.ask("POST", "/v1/lookups", body.encode(), headers)
            self.assertEqual((answer.status, answer.json["code"]), (400, "body_malformed"), body)
        answer = self.server.ask("POST", "/v1/lookups", "{}", {**headers, "Content-Type": "text/plain"})
        self.assertEqual((answer.status, answer.json["code"]), (415, "type_unsupported"))
        answer = self.server.ask("POST", "/v1/lookups", "x" * 2000000, headers)
        self.assertEqual((answer.status, answer.json["code"]), (413, "body_too_large"))

    def test_without_a_valid_token_nobody_is_let_in(self):
        for headers, code in (({}, "unauthenticated"), ({"Authorization": "Basic eDp5"}, "unauthenticated"),
                              ({"Authorization": "Bearer nonsense"}, "token_invalid")):
            answer = self.server.ask("POST", "/v1/lookups", "{}", headers)
            self.assertEqual((answer.status, answer.json["code"]), (401, code))
            self.assertIn("Bearer", answer.header("www-authenticate"))

    def test_tokens_are_given_only_for_the_right_secret(self):
        def ask(client_id, secret, body="grant_type=client_credentials", kind="application/x-www-form-urlencoded"):
            basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
            answer = self.server.ask("POST", "/oauth/token", body, {"Authorization": f"Basic {basic}", "Content-Type": kind})
            return answer.status, answer.json.get("error")

        right = self.client["client_secret"]
        self.assertEqual(ask(self.client["client_id"], right), (200, None))
        self.assertEqual(ask(self.client["client_id"], right + "x"), (401, "invalid_client"))
        self.assertEqual(ask("nobody", right), (401, "invalid_client"))
        self.assertEqual(ask(self.client["client_id"], right, "grant_type=password"), (400, "unsupported_grant_type"))
        self.assertEqual(ask(self.client["client_id"], right, ""), (400, "invalid_request"))
        self.assertEqual(ask(self.client["client_id"], right, kind="application/json"), (415, "invalid_request"))

    def test_the_metadata_leads_to_the_token(self):
        metadata = self.server.ask("GET", "/.well-known/oauth-authorization-server").json
        self.assertEqual(metadata["token_endpoint"], self.server.url + "/oauth/token")
        self.assertEqual(metadata["token_endpoint_auth_methods_supported"], ["client_secret_basic", "private_key_jwt"])

    def test_a_revoked_client_is_out_at_once(self):
        client = self.world.client("To be revoked")
        token = self.server.token(client)
        self.assertNotEqual(self.server.lookup(token, vin(1)).status, 401)
        self.world.command("client", "revoke", client["client_id"])
        self.assertEqual(self.server.lookup(token, vin(1)).status, 401)

    def test_every_lookup_leaves_one_line(self):
        v = vin(106)
        self.upload(v, "trail")
        for i in range(7):
            self.server.lookup(self.token, v, purpose="finance", reference=f"trail-{i}")
        self.server.lookup(self.token, vin(107), reference="trail-none")
        until = time.monotonic() + 5
        while time.monotonic() < until:
            rows = self.world.sql("SELECT purpose, outcome, audience, version, reference FROM trail "
                                  "WHERE reference LIKE 'trail-%' ORDER BY looked_at")
            if len(rows) == 8:
                break
            time.sleep(0.1)
        self.assertEqual([row[:4] for row in rows], [["finance", "shown", "platform", "1"]] * 7
                         + [["used_car_listing", "not_collected", "platform", "0"]])
        time.sleep(0.3)
        self.assertEqual(len(self.world.sql("SELECT 1 FROM trail WHERE reference LIKE 'trail-%'")), 8)

    def test_the_answers_say_what_is_left(self):
        answer = self.server.lookup(self.token, vin(1))
        self.assertRegex(answer.header("ratelimit-policy"), r'"burst";q=100000;w=10, "day";q=\d+;w=86400')
        self.assertRegex(answer.header("ratelimit"), r'"burst";r=\d+;t=\d+, "day";r=\d+;t=\d+')


    def test_whatever_is_answered_says_what_is_left(self):
        for answer in (self.server.ask("GET", "/nothing"), self.server.ask("GET", "/v1/lookups"), self.server.ask("GET", "/"),
                       self.server.ask("POST", "/v1/lookups", "{}"), self.server.ask("POST", "/oauth/token", "x"),
                       self.server.lookup("wrong", vin(1)), self.server.lookup(self.token, None),
                       self.server.ask("GET", "/a%2fb"), self.server.ask("GET", "/", headers={"X": "x" * 20000})):
            self.assertRegex(answer.header("ratelimit-policy"), r'"(address|burst)";q=\d+;w=10')
            self.assertRegex(answer.header("ratelimit"), r'"(address|burst)";r=\d+;t=\d+')


class Limits(unittest.TestCase):
    def test_too_many_are_told_how_long_to_wait(self):
        with World(CHEDANG_LOOKUP_BURST=40, CHEDANG_REDIS_TIMEOUT_MS=2000) as world:
            server = world.server().start()
            token = server.token(world.client())
            time.sleep(10.1 - time.time() % 10)  # inside a window: the clock of a server lags by a tick
            statuses = [server.lookup(token, vin(1)).status for _ in range(60)]
            self.assertGreaterEqual(statuses.count(404), 30)
            self.assertLessEqual(statuses.count(404), 45)
            last = server.lookup(token, vin(1))
            self.assertEqual((last.status, last.json["code"]), (429, "limit_reached"))
            self.assertLessEqual(int(last.header("retry-after")), 10)
            other = server.token(world.client("Another"))
            self.assertEqual(server.lookup(other, vin(1)).status, 404)

    def test_who_goes_on_after_many_refusals_waits_for_each_and_only_so_many_are_held(self):
        with World(CHEDANG_THREADS=1, CHEDANG_LOOKUP_BURST=10, CHEDANG_IN_FLIGHT=8) as world:
            server = world.server().start()
            token, other = server.token(world.client()), server.token(world.client("Another"))
            time.sleep(10.1 - time.time() % 10)

            def refused(_=None):
                begun = time.monotonic()
                self.assertEqual(server.lookup(token, vin(1)).status, 429)
                return time.monotonic() - begun

            self.assertEqual({server.lookup(token, vin(1)).status for _ in range(10)}, {404})
            self.assertLess(min(refused() for _ in range(10)), 0.15)
            refused()
            self.assertGreater(refused(), 0.19)
            with ThreadPoolExecutor(6) as many:
                times = sorted(many.map(refused, range(6)))
            self.assertEqual([took > 0.19 for took in times[2:]], [True] * 4)
            self.assertLess(times[0], 0.19)
            self.assertEqual(server.lookup(other, vin(1)).status, 404)

    def test_restarts_use_up_nobodys_day(self):
        """What a loop had leased when its process ended is lost."""
        with World(CHEDANG_LOOKUP_BURST=1000000, CHEDANG_LOOKUP_DAY=100000) as world:
            server = world.server().start()
            token = server.token(world.client())
            for _ in range(10):
                self.assertEqual({server.lookup(token, vin(1)).status for _ in range(8)}, {404})
                server.kill()
                server.start()

    def test_those_who_ask_at_once_are_not_told_to_wait_early(self):
        with World(CHEDANG_THREADS=1, CHEDANG_LOOKUP_BURST=160) as world:
            server = world.server().start()
            token = server.token(world.client())
            connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=10) for _ in range(75)]
            body = json.dumps({"vin": vin(1), "purpose": "finance", "reference": "at-once"})
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            time.sleep(10.1 - time.time() % 10)  # inside a window: the clock of a server lags by a tick
            for _ in range(2):
                for connection in connections:
                    connection.request("POST", "/v1/lookups", body, headers)
                responses = [connection.getresponse() for connection in connections]
                answers = [Answer(r.status, r.getheaders(), r.read()) for r in responses]
                self.assertEqual([a.status for a in answers], [404] * 75)
                for answer in answers:
                    openapi.check("POST", "/v1/lookups", headers, body, answer)
            for connection in connections:
                connection.close()
