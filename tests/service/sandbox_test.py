"""The sandbox: vehicles that do not exist, one for each answer; its clients; and where else these vehicles never are."""
import concurrent.futures
import json
import time
import unittest
import urllib.parse

from owner_test import CAR, claim, register, row, sign_in
from world import World, repair, vin

# What each shows; the status; the code; and of the summary, members by their path.
CASES = {
    "ordinary": (200, None, {"odometer/verdict": "consistent", "odometer/reasons": [], "odometer/readings": 6, "record_count": 6,
                             "disputes": 0, "vehicle/maker/en": "Sandbox", "vehicle/model_year": 2018,
                             "vehicle/first_registered": "2018-05", "records/0/province": "310000", "records/0/workshop_class": 1}),
    "no_record": (404, "no_record", {"coverage/status": "none_recorded", "coverage/collected_since": "2016-04"}),
    "not_collected": (404, "not_collected", {"coverage/status": "not_collected", "coverage/collected_since": None}),
    "rollback": (200, None, {"odometer/verdict": "inconsistent", "odometer/reasons": ["lower_reading_confirmed"]}),
    "odometer_replaced": (200, None, {"odometer/verdict": "no_judgement", "odometer/reasons": ["odometer_replaced"],
                                      "statements/odometer_replaced": "recorded"}),
    "typing_error": (200, None, {"odometer/verdict": "no_judgement", "odometer/reasons": ["likely_typing_error", "digit_error"]}),
    "single_reading": (200, None, {"odometer/verdict": "no_judgement", "odometer/reasons": ["too_few_readings"], "record_count": 1}),
    "disputed": (200, None, {"disputes": 1, "records/0/disputed": True, "records/1/disputed": False}),
    "structure": (200, None, {"statements/structure": "recorded", "statements/flood": "none recorded", "records/0/signals": ["structure"]}),
    "flood": (200, None, {"statements/flood": "recorded", "statements/structure": "none recorded"}),
    "fire": (200, None, {"statements/fire": "recorded", "statements/flood": "none recorded"}),
    "airbag": (200, None, {"statements/airbag": "recorded"}),
    "traction_battery": (200, None, {"statements/traction_battery": "recorded", "statements/drive_unit": "none recorded",
                                     "odometer/verdict": "consistent"}),
    "drive_unit": (200, None, {"statements/drive_unit": "recorded", "statements/traction_battery": "none recorded"}),
    "sparse": (200, None, {"odometer/verdict": "no_judgement", "record_count": 2, "records/1/month": None, "records/1/odometer_km": None,
                           "records/1/works": [], "records/1/parts": []}),
    "many_records": (200, None, {"record_count": 500, "odometer/readings": 500, "odometer/verdict": "consistent"}),
    "slow": (200, None, {"record_count": 6, "odometer/verdict": "consistent"}),
    "limit_reached": (429, "limit_reached", {}),
    "busy": (503, "busy", {}),
    "store_unavailable": (503, "store_unavailable", {}),
}


def member(document, path):
    for name in path.split("/"):
        document = document[int(name) if isinstance(document, list) else name]
    return document


class Sandbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=1000000, CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000,
                          CHEDANG_CLAIM_TRIES=1000, CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.loaded = cls.world.command("sandbox", "load").stdout
        cls.tokens = {kind: cls.server.token(cls.client(*options)) for kind, options in
                      (("ordinary", ()), ("sandbox", ("--sandbox",)), ("unkind", ("--sandbox", "--unkind")))}
        cls.vehicles = {v["shows"]: v for v in cls.list(cls.tokens["sandbox"])}

    @classmethod
    def client(cls, *options):
        lines = cls.world.command("client", "add", "--name", "Integrator", *options).stdout.splitlines()
        return dict(line.split("=", 1) for line in lines)

    @classmethod
    def list(cls, token):
        answer = cls.server.ask("GET", "/v1/sandbox", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status, answer.header("cache-control")) == (200, "no-store"), answer.body
        return answer.json["vehicles"]

    def batch(self, token, lines):
        answer = self.server.ask("POST", "/v1/lookups/batch", "\n".join(json.dumps(line) for line in lines),
                                 {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}, timeout=60)
        self.assertEqual(answer.status, 200, answer.body)
        return [json.loads(line) for line in answer.body.splitlines()]

    def get(self, token, handle, **headers):
        query = urllib.parse.urlencode({"purpose": "finance", "reference": "case-1"})
        return self.server.ask("GET", f"/v1/vehicles/{handle}/summary?{query}", headers={"Authorization": f"Bearer {token}", **headers})

    def see(self, shows, document):
        for path, value in CASES[shows][2].items():
            self.assertEqual(member(document, path), value, (shows, path))

    def test_the_list_says_of_each_vehicle_what_it_does(self):
        self.assertEqual(list(self.vehicles), list(CASES))
        for shows, (status, code, _) in CASES.items():
            v = self.vehicles[shows]
            self.assertEqual((v["status"], v["code"], len(v["vin"])), (status, code, 17), shows)
            self.assertTrue(v["about"].endswith("."), shows)
        self.assertEqual([shows for shows, v in self.vehicles.items() if v["after_ms"]], ["slow"])
        self.assertEqual([shows for shows, v in self.vehicles.items() if v["retry_after"]], ["limit_reached", "busy", "store_unavailable"])
        others = self.list(self.tokens["ordinary"])
        self.assertEqual([v["vin"] for v in others], [v["vin"] for v in self.vehicles.values()])
        self.assertNotEqual(others[0]["handle"], self.vehicles["ordinary"]["handle"])  # each client has its own
        self.assertEqual(self.server.ask("GET", "/v1/sandbox").status, 401)

    def test_the_list_costs_nothing_of_the_day(self):
        token = self.server.token(self.client("--sandbox", "--day", "1"))
        for _ in range(3):
            self.list(token)
        self.assertEqual(self.server.lookup(token, self.vehicles["ordinary"]["vin"]).status, 200)
        self.assertEqual(self.server.lookup(token, self.vehicles["ordinary"]["vin"]).status, 429)

    def test_each_vehicle_answers_a_look_up_whoever_asks(self):
        for kind in ("sandbox", "ordinary"):
            for shows, (status, code, _) in CASES.items():
                begun = time.monotonic()
                answer = self.server.lookup(self.tokens[kind], self.vehicles[shows]["vin"])
                took = time.monotonic() - begun
                self.assertEqual((answer.status, answer.json.get("code")), (status, code), (kind, shows))
                self.assertEqual(took >= 2, shows == "slow", (kind, shows, took))
                wait = self.vehicles[shows]["retry_after"]
                self.assertEqual(answer.header("retry-after"), wait and str(wait), shows)
                self.see(shows, answer.json)
                if status in (200, 404):
                    self.assertEqual(answer.json["handle"], {v["shows"]: v for v in self.list(self.tokens[kind])}[shows]["handle"])

    def test_each_vehicle_answers_in_a_batch(self):
        for kind in ("sandbox", "ordinary"):
            asked = [{"vin": v["vin"], "purpose": "finance", "reference": shows} for shows, v in self.vehicles.items()]
            for answer in self.batch(self.tokens[kind], asked):
                shows = answer["reference"]
                status, code, _ = CASES[shows]
                self.assertEqual((answer["status"], answer.get("problem", {}).get("code")), (status, code), (kind, shows))
                self.see(shows, answer.get("summary") or answer["problem"])

    def test_each_vehicle_answers_by_its_handle(self):
        token = self.tokens["sandbox"]
        for shows, (status, code, _) in CASES.items():
            answer = self.get(token, self.vehicles[shows]["handle"])
            self.assertEqual((answer.status, answer.json.get("code")), (status, code), shows)
            self.see(shows, answer.json)
            if status == 200:
                again = self.get(token, self.vehicles[shows]["handle"], **{"If-None-Match": answer.header("etag")})
                self.assertEqual((again.status, again.body), (304, b""), shows)
            if status in (429, 503):
                self.assertEqual(answer.header("retry-after"), str(self.vehicles[shows]["retry_after"]))

    def test_a_client_of_the_sandbox_asks_about_nothing_else(self):
        server, (_, workshop) = self.server, self.world.workshop(self.server, "真实企业")
        stored = server.v1("lcipprocarfixrecordadd", repair(workshop, vin(600001), "real-1"))
        self.assertEqual(stored.json["code"], "1", stored.body)
        self.assertEqual(server.lookup(self.tokens["ordinary"], vin(600001)).status, 200)
        for kind in ("sandbox", "unkind"):
            for number in (vin(600001), vin(600002), "0CDSANDB0JA999999"):
                answer = server.lookup(self.tokens[kind], number)
                self.assertEqual((answer.status, answer.json["code"], answer.json["errors"]), (403, "sandbox_only", [{"pointer": "#/vin"}]))
                self.assertNotIn(number.encode(), answer.body)
                line = self.batch(self.tokens[kind], [{"vin": number, "purpose": "finance", "reference": "x"}])[0]
                self.assertEqual((line["status"], line["problem"]["code"]), (403, "sandbox_only"))
        answer = server.lookup(self.tokens["ordinary"], "0CDSANDB0JA999999")
        self.assertEqual((answer.status, answer.json["code"]), (404, "not_collected"))

    def test_a_handle_of_before_opens_no_other_vehicle(self):
        client = self.client()
        token = self.server.token(client)
        handle = self.server.lookup(token, vin(600003)).json["handle"]
        self.assertEqual(self.get(token, handle).status, 404)
        self.world.sql(f"UPDATE client SET sandbox = true WHERE public_id = '{client['client_id']}'")
        time.sleep(0.6)
        self.assertEqual(self.get(token, handle).json["code"], "handle_unknown")

    def test_an_unkind_client_is_refused_and_kept_waiting_now_and_then(self):
        number = self.vehicles["ordinary"]["vin"]
        asked = [{"vin": number, "purpose": "finance", "reference": f"r{i}"} for i in range(1000)]
        got = [line["status"] for line in self.batch(self.tokens["unkind"], asked)]
        self.assertEqual(set(got), {200, 503})
        self.assertTrue(10 <= got.count(503) <= 110, got.count(503))  # 50 or so
        self.assertEqual({line["status"] for line in self.batch(self.tokens["sandbox"], asked)}, {200})
        refused = before = self.server.metric("sandbox_refusals")

        def alone(_):
            begun = time.monotonic()
            answer = self.server.lookup(self.tokens["unkind"], number)
            return answer.status, answer.header("retry-after"), time.monotonic() - begun

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(alone, range(200)))
        self.assertEqual({(status, wait) for status, wait, _ in seen}, {(200, None), (503, "2")})
        self.assertLess(len([1 for status, _, _ in seen if status == 503]), 40)
        self.assertGreater(len([1 for *_, took in seen if took > 0.2]), 0)
        refused = self.server.metric("sandbox_refusals")
        self.assertGreater(refused, before)

    def test_unkindness_is_for_the_sandbox_alone(self):
        self.assertEqual(self.world.command("client", "add", "--name", "x", "--unkind", check=False).returncode, 2)
        with self.assertRaises(AssertionError):
            self.world.sql("UPDATE client SET unkind = true WHERE NOT sandbox")

    def test_only_so_many_answers_are_late_at_a_time(self):
        number = self.vehicles["slow"]["vin"]
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            seen = [(a.status, a.json.get("code")) for a in pool.map(lambda _: self.server.lookup(self.tokens["ordinary"], number), range(200))]
        self.assertEqual(set(seen), {(200, None), (503, "busy")})
        self.assertLessEqual(seen.count((200, None)), 2 * 64)  # two loops
        self.assertEqual(self.server.lookup(self.tokens["ordinary"], number).status, 200)  # their places are given back

    def test_loading_again_changes_nothing(self):
        self.assertRegex(self.loaded, r"^records    \d+ new, 0 unchanged, 0 corrected\n$")
        count = int(self.loaded.split()[1])
        versions = self.world.sql("SELECT key, version FROM vehicle ORDER BY key")
        self.assertEqual(self.world.command("sandbox", "load").stdout, f"records    0 new, {count} unchanged, 0 corrected\n")
        self.assertEqual(self.world.sql("SELECT key, version FROM vehicle ORDER BY key"), versions)
        self.assertEqual(self.world.sql("SELECT count(*) FROM repair JOIN sandbox_vehicle USING (vehicle_key)"), [[str(count)]])

    def test_loading_brings_back_what_was_changed(self):
        key = "(SELECT vehicle_key FROM repair JOIN sandbox_vehicle USING (vehicle_key) WHERE disputed)"
        self.world.sql(f"UPDATE repair SET disputed = false WHERE vehicle_key = {key}")
        self.world.command("sandbox", "load")
        self.see("disputed", self.server.lookup(self.tokens["sandbox"], self.vehicles["disputed"]["vin"]).json)

    def test_two_loads_at_once_do_no_harm(self):
        with World() as world, concurrent.futures.ThreadPoolExecutor(3) as pool:
            said = sorted(pool.map(lambda _: world.command("sandbox", "load").stdout, range(3)))
            count = world.sql("SELECT count(*) FROM repair")[0][0]
            self.assertEqual(said, [f"records    0 new, {count} unchanged, 0 corrected\n"] * 2 + [f"records    {count} new, 0 unchanged, 0 corrected\n"])
            self.assertEqual(world.command("sandbox", check=False).returncode, 2)

    def test_every_look_is_in_the_trail(self):
        self.assertEqual(self.server.lookup(self.tokens["sandbox"], self.vehicles["rollback"]["vin"], reference="sandbox-look").status, 200)
        self.server.lookup(self.tokens["sandbox"], self.vehicles["busy"]["vin"], reference="sandbox-busy")
        until = time.monotonic() + 5
        while not (rows := self.world.sql("SELECT audience, outcome, client_id IS NOT NULL FROM trail WHERE reference = 'sandbox-look'")):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        self.assertEqual(rows, [["platform", "shown", "t"]])
        self.assertEqual(self.world.sql("SELECT count(*) FROM trail WHERE reference = 'sandbox-busy'"), [["0"]])

    def test_a_workshop_cannot_add_to_them(self):
        _, workshop = self.world.workshop(self.server, "想上传测试车辆的企业")
        before = self.server.lookup(self.tokens["sandbox"], self.vehicles["ordinary"]["vin"]).json
        for number in (self.vehicles["ordinary"]["vin"], self.vehicles["not_collected"]["vin"], "0CDSANDB0JA999999"):
            answer = self.server.v1("lcipprocarfixrecordadd", repair(workshop, number, f"add-{number[-3:]}")).json
            self.assertNotEqual(answer["code"], "1")
            self.assertIn("测试专用号段", json.dumps(answer, ensure_ascii=False))
        self.assertEqual(self.world.sql("SELECT DISTINCT reason FROM quarantine"), [["V5"]])
        self.assertEqual(self.server.lookup(self.tokens["sandbox"], self.vehicles["ordinary"]["vin"]).json, before)
        answer = self.server.lookup(self.tokens["sandbox"], self.vehicles["not_collected"]["vin"])
        self.assertEqual((answer.status, answer.json["code"]), (404, "not_collected"))

    def test_nobody_signs_in_as_their_workshops(self):
        rows = self.world.sql("SELECT DISTINCT code FROM workshop JOIN repair ON workshop_id = workshop.id JOIN sandbox_vehicle USING (vehicle_key)")
        self.assertEqual(sorted(rows), [[f"{i:015d}"] for i in (1, 2, 3)])
        for (code,) in rows:
            answer = self.server.v1("lcipprogetaccesstoken", {"companycode": code, "companypassword": ""}).json
            self.assertNotEqual(answer["code"], "1")

    def test_they_are_no_owners(self):
        """Neither by their papers, whatever these are, nor by what a reviewer might decide by mistake."""
        browser = sign_in(self.world, self.server, "13900007777")
        register(self.world, [row(CAR)])
        self.assertRegex(claim(self.world, browser, CAR), "^/vehicles/")
        for shows in ("ordinary", "no_record", "not_collected", "busy"):
            browser.get("/vehicles/claim")
            answer = browser.post("/vehicles/claim", follow=False, **{**CAR, "vin": self.vehicles[shows]["vin"]})
            self.assertEqual(answer.status, 200, shows)
        with self.assertRaises(AssertionError) as refused:
            self.world.sql("""INSERT INTO ownership (handle, account_id, vehicle_key, holder_revision)
                              SELECT 'x', account.id, vehicle_key, 1 FROM account, sandbox_vehicle LIMIT 1""", role="chedang_serve")
        self.assertIn("sandbox", str(refused.exception))
        self.assertEqual(self.world.sql("SELECT count(*) FROM ownership JOIN sandbox_vehicle USING (vehicle_key)"), [["0"]])
        for shows, v in self.vehicles.items():
            self.assertNotIn(v["vin"], browser.get("/vehicles").body.decode(), shows)

    def test_no_number_of_theirs_is_in_the_log(self):
        self.server.lookup(self.tokens["ordinary"], self.vehicles["busy"]["vin"])
        for v in self.vehicles.values():
            self.assertNotIn(v["vin"], self.server.log())


if __name__ == "__main__":
    unittest.main()
