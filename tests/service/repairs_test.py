"""POST /v1/repairs: one record or many, by a workshop's own program or its vendor's, and what became of them."""
import http.client
import json
import os
import subprocess
import time
import unittest
import uuid

from docs_test import Blocks
from world import World, repair, vin

JSON, LINES = "application/json", "application/x-ndjson"


def record(number, v=None, **more):
    return {"vin": v or vin(1), "plate": f"沪A{(v or vin(1))[-5:]}", "brought_in": "2024-01-02", "settled": "2024-01-03", "odometer_km": 12345,
            "fault": "更换机油", "settlement_no": number, "works": [{"name": "更换机油", "hours": 0.5, "price": "120.00", "type": "maintenance"}],
            "parts": [{"name": "机油滤清器", "code": "06A115561B", "quantity": 1, "price": 35.5, "brand": "Mann"}],
            "fees": [{"name": "检测费", "price": 20}], "total": "175.50", "fuel": "A", "use": "private", **more}


def without(number, *names, **more):
    whole = record(number, **more)
    return {name: value for name, value in whole.items() if name not in names}


class Sending(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.upload_token = cls.world.workshop(cls.server)
        cls.token = cls.server.token(cls.world.client("The workshop's program", "--workshop", cls.code, audience="workshop"))

    def ask(self, method, path, body=None, kind=JSON, token=None, timeout=60, **headers):
        body = body if body is None or isinstance(body, (str, bytes)) else json.dumps(body, ensure_ascii=False)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers["Content-Type"] = kind
        return self.server.ask(method, path, body.encode() if isinstance(body, str) else body,
                               {"Authorization": f"Bearer {token or self.token}", "Accept-Language": "en", **headers}, timeout=timeout)

    def send(self, body, **how):
        return self.ask("POST", "/v1/repairs", body, **how)

    def lines(self, records, token=None, **headers):
        body = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records)
        answer = self.send(body, kind=LINES, token=token, **headers)
        self.assertEqual((answer.status, answer.header("content-type")), (200, LINES), answer.body)
        return [json.loads(line) for line in answer.body.splitlines()]

    def count(self, table="repair"):
        return int(self.world.sql(f"SELECT count(*) FROM {table}")[0][0])


class One(Sending):
    def test_a_record_is_new_then_unchanged_then_corrected_and_keeps_its_handle(self):
        first = self.send(record("one-1", vin(11)))
        self.assertEqual((first.status, first.json["outcome"], first.json["findings"]), (201, "new", []), first.body)
        again = self.send(record("one-1", vin(11)))
        self.assertEqual((again.status, again.json["outcome"]), (200, "unchanged"))
        corrected = self.send(record("one-1", vin(11), odometer_km=12400))
        self.assertEqual((corrected.status, corrected.json["outcome"]), (200, "corrected"))
        moved = self.send(record("one-1", vin(12)))
        self.assertEqual((moved.status, moved.json["outcome"]), (200, "moved"))
        self.assertEqual(len({a.json["handle"] for a in (first, again, corrected, moved)}), 1)
        self.assertEqual(self.world.sql("SELECT revision, odometer_km FROM repair JOIN settlement ON repair_id = id "
                                        "WHERE odometer_km = 12345 AND revision = 3"), [["3", "12345"]])
        told = self.ask("GET", f"/v1/repairs/{first.json['handle']}")
        self.assertEqual((told.status, told.json["state"], told.json["revision"], told.json["findings"]), (200, "stored", 3, []), told.body)
        self.assertRegex(told.json["at"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_it_is_seen_by_platforms_as_if_it_had_come_by_any_other_interface(self):
        platform = self.server.token(self.world.client())
        self.assertEqual(self.send(record("seen-1", vin(21))).status, 201)
        by_v1 = self.server.v1("lcipprocarfixrecordadd", repair(self.upload_token, vin(22), "seen-2", settled="20240103", odometer="12345",
                                                                 faultdescription="更换机油"))
        self.assertEqual(by_v1.json["code"], "1", by_v1.body)
        ours = self.server.lookup(platform, vin(21)).json
        self.assertEqual(ours["records"][0]["month"], "2024-01", ours)
        self.assertEqual(self.server.lookup(platform, vin(22)).json["records"][0]["month"], "2024-01")

    def test_a_handle_is_corrected_by_put_and_only_its_own_record(self):
        handle = self.send(record("put-1", vin(31))).json["handle"]
        good = self.ask("PUT", f"/v1/repairs/{handle}", record("put-1", vin(31), odometer_km=13000))
        self.assertEqual((good.status, good.json["outcome"], good.json["handle"]), (200, "corrected", handle))
        before = self.count()
        bad = self.ask("PUT", f"/v1/repairs/{handle}", record("put-2", vin(31)))
        self.assertEqual((bad.status, bad.json["errors"]), (400, [{"pointer": "#/settlement_no"}]), bad.body)
        self.assertEqual(self.ask("PUT", "/v1/repairs/nonsense", record("put-1")).json["code"], "repair_unknown")
        self.assertEqual(self.count(), before)

    def test_what_calls_for_it_is_kept_apart_with_its_reason(self):
        answer = self.send(record("apart-1", vin(41), odometer_km=1200000))
        self.assertEqual((answer.status, answer.json["outcome"]), (202, "kept_apart"), answer.body)
        self.assertEqual([(f["code"], f["pointer"]) for f in answer.json["findings"]], [("O1", "/odometer_km")])
        told = self.ask("GET", f"/v1/repairs/{answer.json['handle']}").json
        self.assertEqual((told["state"], [f["code"] for f in told["findings"]]), ("kept_apart", ["O1"]))
        self.assertEqual(self.send(record("apart-1", vin(41), odometer_km=120000)).status, 201)

    def test_what_was_probably_meant_is_suggested(self):
        for i, (day, km) in enumerate((("2024-01-10", 48000), ("2024-03-10", 50000), ("2024-05-10", 523000))):
            answer = self.send(record(f"meant-{i}", vin(161), plate="沪A61161", brought_in=day, settled=day, odometer_km=km))
        found = {finding["code"]: finding for finding in answer.json["findings"]}
        self.assertEqual((found["K6"]["pointer"], found["K6"]["suggestions"]), ("/odometer_km", [52300]), answer.body)
        good = vin(162)
        wrong = good[:8] + ("4" if good[8] != "4" else "5") + good[9:]
        answer = self.send(record("meant-vin", wrong, plate="沪A62162"))
        found = {finding["code"]: finding for finding in answer.json["findings"]}
        self.assertEqual(found["V2"]["pointer"], "/vin")
        self.assertIn(good, found["V2"]["suggestions"], answer.body)

    def test_findings_are_told_in_the_language_that_is_asked_for(self):
        for language, said in (("en", "hours"), ("zh", "工时")):
            answer = self.send(record(f"language-{language}", vin(51), works=[{"name": "钣金", "hours": 30}]), Accept_Language=language)
            self.assertEqual(answer.status, 201, answer.body)
            self.assertEqual([(f["code"], f["pointer"]) for f in answer.json["findings"]], [("L1", "/works")])
            self.assertIn(said, answer.json["findings"][0]["said"])
            wrong = self.send(record("x", works=[{"name": "钣金", "hours": "many"}]), Accept_Language=language)
            self.assertEqual(wrong.json["errors"], [{"pointer": "#/works/0/hours"}])
            self.assertIn("number" if language == "en" else "数字", wrong.json["detail"])

    def test_every_mistake_of_form_is_refused_by_pointer_and_nothing_is_stored(self):
        before, apart = self.count(), self.count("quarantine")
        work, part = {"name": "x"}, {"name": "x"}
        for pointer, body in (
                ("/vin", without("bad", "vin")), ("/vin", record("bad", vin=5)), ("/vin", {**record("bad"), "vin": "L" * 33}),
                ("/settled", without("bad", "settled")), ("/settled", record("bad", settled="2024-02-30")), ("/settled", record("bad", settled=20240101)),
                ("/brought_in", record("bad", brought_in="yesterday")), ("/settlement_no", without("bad", "settlement_no")),
                ("/settlement_no", record("无")), ("/settlement_no", record("n" * 65)), ("/plate", record("bad", plate="沪" * 17)),
                ("/odometer_km", record("bad", odometer_km="12345")), ("/odometer_km", record("bad", odometer_km=1.5)),
                ("/fault", record("bad", fault="字" * 2001)), ("/total", record("bad", total="1,000")), ("/total", record("bad", total=1e12)),
                ("/fuel", record("bad", fuel="AB")), ("/fuel", record("bad", fuel="a")), ("/use", record("bad", use="taxi")),
                ("/works", record("bad", works={})), ("/works", record("bad", works=[work] * 301)), ("/parts", record("bad", parts=[part] * 1001)),
                ("/fees", record("bad", fees=[{"name": "x", "price": 1}] * 101)), ("/works/0", record("bad", works=["x"])),
                ("/works/2/hours", record("bad", works=[work, work, {"name": "x", "hours": []}])), ("/works/0/name", record("bad", works=[{"hours": 1}])),
                ("/works/0/type", record("bad", works=[{"name": "x", "type": "t" * 41}])), ("/parts/1/quantity", record("bad", parts=[part, {"name": "x", "quantity": "一"}])),
                ("/fees/0/price", record("bad", fees=[{"name": "x"}])), ("/colour", record("bad", colour="red")),
                ("/works/0/colour", record("bad", works=[{"name": "x", "colour": "red"}])), ("", record("bad", **{"沪A12345": 1})),
                ("/workshop", record("bad", workshop=self.code)), ("", [])):
            with self.subTest(pointer=pointer, body=str(body)[:80]):
                answer = self.send(body)
                self.assertEqual(answer.status, 400, answer.body)
                self.assertEqual(answer.header("content-type"), "application/problem+json")
                if isinstance(body, dict):
                    self.assertEqual((answer.json["code"], answer.json["errors"]), ("field_invalid", [{"pointer": "#" + pointer}]))
                self.assertNotIn("沪A12345", answer.body.decode())
        for body in ("", "{", "nonsense", '{"vin":"a","vin":"b"}', "5", '"x"'):
            self.assertEqual(self.send(body).status, 400)
        self.assertEqual(self.send(record("bad"), kind="text/plain").json["code"], "type_unsupported")
        self.assertEqual((self.count(), self.count("quarantine")), (before, apart))

    def test_what_is_just_within_the_bounds_is_taken(self):
        for body in (record("n" * 64, vin(61)), record("字" * 64, vin(61)), record("bound-1", vin(61), works=[{"name": "x"}] * 300),
                     record("bound-2", vin(61), parts=[{"name": "x"}] * 1000), record("bound-3", vin(61), fault="字" * 2000),
                     record("bound-4", vin(61), fees=[{"name": "x", "price": 1}] * 100), record("bound-5", vin(61), total="999999999.99"),
                     record("bound-6", vin(61), odometer_km=None, plate=None, works=None), record("bound-7", vin(61), brought_in="2024-01-02 08:30:00")):
            answer = self.send(body)
            self.assertEqual(answer.status, 201, answer.body)

    def test_limits_are_told(self):
        answer = self.send(record("limits-1", vin(71)))
        self.assertIn('"burst"', answer.header("ratelimit-policy"))
        self.assertIn('"workshop"', answer.header("ratelimit-policy"))
        slow = self.world.server(CHEDANG_WORKSHOP_BURST=2, CHEDANG_REDIS="", CHEDANG_THREADS=1).start()
        self.addCleanup(slow.stop)
        kept, type(self).server = self.server, slow
        try:
            told = self.lines([record(f"limits-{i}", vin(71)) for i in range(2, 7)])
        finally:
            type(self).server = kept
        self.assertIn(429, {line["status"] for line in told})
        for line in told:
            if line["status"] == 429:
                self.assertEqual(line["problem"]["code"], "limit_reached")
                self.assertTrue(1 <= line["retry_after"] <= 10)

    def test_tokens_of_others_and_of_another_scope_open_nothing(self):
        platform = self.server.token(self.world.client())
        exporter = self.server.token(self.world.client("Exporter", audience="export"))
        for token in (platform, exporter):
            for method, path, body in (("POST", "/v1/repairs", record("x")), ("GET", "/v1/repairs?findings=open", None), ("GET", "/v1/repairs/" + "a" * 32, None)):
                answer = self.ask(method, path, body, token=token)
                self.assertEqual((answer.status, answer.json["code"]), (403, "insufficient_scope"))
        self.assertEqual(self.server.lookup(self.token, vin(1)).json["code"], "insufficient_scope")
        self.assertEqual(self.ask("GET", "/v1/changes").json["code"], "insufficient_scope")
        self.assertEqual(self.ask("GET", "/v1/certificates").json["code"], "insufficient_scope")
        self.assertEqual(self.send(record("x"), token="nonsense").status, 401)


class Batch(Sending):
    def test_each_line_has_its_status_in_order_and_one_failure_costs_the_others_nothing(self):
        told = self.lines([record("batch-1", vin(101)), "{broken", record("batch-2", vin(102), odometer_km=1200000),
                           record("batch-3", vin(103), colour="red"), "", record("batch-4", vin(104)), record("batch-1", vin(101))])
        self.assertEqual([(t["line"], t["status"]) for t in told], [(1, 201), (2, 400), (3, 202), (4, 400), (6, 201), (7, 200)])
        self.assertEqual([t.get("problem", {}).get("code") for t in told], [None, "body_malformed", None, "field_invalid", None, None])
        self.assertEqual(told[3]["problem"]["errors"], [{"pointer": "#/colour"}])

    def test_an_array_is_a_batch_too(self):
        answer = self.send(json.dumps([record("array-1", vin(111), fault='a "],[" b\\'), 5, record("array-2", vin(112))], indent=1))
        self.assertEqual((answer.status, answer.header("content-type")), (200, LINES), answer.body)
        told = [json.loads(line) for line in answer.body.splitlines()]
        self.assertEqual([(t["line"], t["status"]) for t in told], [(1, 201), (2, 400), (3, 201)])
        for body in ("[]", "[ \n]", "[", "[1"):
            self.assertEqual(self.send(body).json["code"], "body_malformed", body)

    def test_of_many_corrections_of_one_record_the_last_stays(self):
        for kilometres in (range(1000, 1040), range(1040, 1000, -1)):
            told = self.lines([record("last-1", vin(121), odometer_km=km) for km in kilometres])
            self.assertEqual({t["status"] for t in told} - {200, 201}, set())
            self.assertEqual(self.world.sql("SELECT odometer_km FROM repair WHERE odometer_km BETWEEN 1000 AND 1040"), [[str(kilometres[-1])]])

    def test_five_hundred_are_taken_and_one_more_is_not(self):
        before = self.count()
        answer = self.send("\n".join(json.dumps(record(f"many-{i}", vin(200 + i % 50))) for i in range(501)), kind=LINES)
        self.assertEqual((answer.status, answer.json["code"]), (413, "too_many_lines"))
        self.assertEqual(self.count(), before)
        told = self.lines([record(f"many-{i}", vin(200 + i % 50)) for i in range(500)])
        self.assertEqual([(t["line"], t["status"]) for t in told], [(i + 1, 201) for i in range(500)])
        self.assertEqual(self.count(), before + 500)

    def test_no_more_is_stored_than_is_read(self):
        """A reader that takes its time holds back what comes behind; one that leaves loses nothing that it was told."""
        before = self.count()
        lines = [json.dumps(record(f"slow-{i}", vin(300 + i), parts=[{"name": "x" * 200, "quantity": 0.5}] * 3)) for i in range(500)]
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        connection.request("POST", "/v1/repairs", "\n".join(lines), {"Authorization": f"Bearer {self.token}", "Content-Type": LINES})
        response = connection.getresponse()
        told = [json.loads(response.readline()) for _ in range(3)]
        connection.close()
        time.sleep(1)
        stored = self.count() - before
        self.assertGreaterEqual(stored, len(told))
        again = self.lines(lines)
        self.assertEqual({t["status"] for t in again}, {200, 201})
        self.assertEqual(sum(t["status"] == 200 for t in again), stored)
        self.assertEqual(self.count(), before + 500)


class Again(Sending):
    def test_the_same_request_is_answered_alike_and_another_is_refused(self):
        key = str(uuid.uuid4())
        first = self.send(record("again-1", vin(401)), Idempotency_Key=key)
        self.assertEqual(first.status, 201, first.body)
        self.send(record("again-1", vin(401), odometer_km=99))
        second = self.send(record("again-1", vin(401)), Idempotency_Key=f'"{key}"')
        self.assertEqual((second.status, second.body), (201, first.body))
        self.assertEqual(self.world.sql("SELECT odometer_km FROM repair WHERE odometer_km = 99"), [["99"]])
        other = self.send(record("again-2", vin(401)), Idempotency_Key=key)
        self.assertEqual((other.status, other.json["code"]), (422, "idempotency_key_reused"))
        handle = first.json["handle"]
        put = self.ask("PUT", f"/v1/repairs/{handle}", record("again-1", vin(401)), Idempotency_Key=key)
        self.assertEqual((put.status, put.json["code"]), (422, "idempotency_key_reused"))

    def test_a_batch_likewise(self):
        key, body = str(uuid.uuid4()), [record(f"again-b{i}", vin(410 + i)) for i in range(100)]
        first = self.lines(body, Idempotency_Key=key)
        self.assertEqual({t["status"] for t in first}, {201})
        self.assertEqual(self.lines(body, Idempotency_Key=key), first)
        self.assertEqual({t["status"] for t in self.lines(body)}, {200})

    def test_a_key_is_the_client_s_and_counts_for_a_day(self):
        key = str(uuid.uuid4())
        other = self.server.token(self.world.client("Another program", "--workshop", self.code, audience="workshop"))
        self.assertEqual(self.send(record("day-1", vin(421)), Idempotency_Key=key).status, 201)
        self.assertEqual(self.send(record("day-2", vin(421)), token=other, Idempotency_Key=key).status, 201)
        self.world.sql("UPDATE repair_request SET expires_at = now() - interval '1 second'")
        self.assertEqual(self.send(record("day-1", vin(421)), Idempotency_Key=key).json["outcome"], "unchanged")
        for bad in ("", "x" * 256, "ü"):
            self.assertEqual(self.send(record("day-1"), Idempotency_Key=bad.encode("latin-1")).status, 400)

    def test_while_the_first_is_under_way_the_second_waits(self):
        key = str(uuid.uuid4())
        self.assertEqual(self.send(record("way-1", vin(431)), Idempotency_Key=key).status, 201)
        self.world.sql("UPDATE repair_request SET status = NULL, answer = NULL, expires_at = now() + interval '1 minute'")
        answer = self.send(record("way-1", vin(431)), Idempotency_Key=key)
        self.assertEqual((answer.status, answer.json["code"]), (409, "idempotency_key_in_use"))
        self.world.sql("UPDATE repair_request SET expires_at = now() - interval '1 second'")
        self.assertEqual(self.send(record("way-1", vin(431)), Idempotency_Key=key).json["outcome"], "unchanged")

    def test_what_may_turn_out_otherwise_is_not_kept(self):
        key = str(uuid.uuid4())
        slow = self.world.server(CHEDANG_WORKSHOP_BURST=1, CHEDANG_REDIS="", CHEDANG_THREADS=1).start()
        self.addCleanup(slow.stop)
        body = [record(f"later-{i}", vin(441)) for i in range(5)]
        kept, type(self).server = self.server, slow
        try:
            self.assertIn(429, {t["status"] for t in self.lines(body, Idempotency_Key=key)})
        finally:
            type(self).server = kept
        self.assertLessEqual({t["status"] for t in self.lines(body, Idempotency_Key=key)}, {200, 201})

    def test_kept_answers_are_sealed(self):
        key = str(uuid.uuid4())
        handle = self.send(record("sealed-1", vin(451)), Idempotency_Key=key).json["handle"]
        bytes_kept = self.world.sql("SELECT encode(answer, 'escape') FROM repair_request WHERE answer IS NOT NULL")
        self.assertTrue(bytes_kept)
        self.assertFalse(any(handle in row[0] for row in bytes_kept))


class Vendors(Sending):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second, _ = cls.world.workshop(cls.server, "上海另一汽车维修有限公司")
        cls.vendor = cls.world.client("A vendor", audience="vendor")
        cls.vendor_token = cls.server.token(cls.vendor)

    def command(self, *words, check=True):
        return self.world.command("client", *words, check=check)

    def test_a_vendor_writes_for_workshops_that_have_named_it_only_and_no_longer_than_they_do(self):
        one = lambda number: self.send(record(number, vin(501), workshop=self.code), token=self.vendor_token)
        refused = one("vendor-1")
        self.assertEqual((refused.status, refused.json["code"], refused.json["errors"]), (403, "workshop_not_yours", [{"pointer": "#/workshop"}]))
        self.command("workshop-add", self.vendor["client_id"], self.code)
        handle = one("vendor-1").json["handle"]
        self.assertEqual(self.ask("GET", f"/v1/repairs/{handle}", token=self.vendor_token).json["state"], "stored")
        self.assertEqual(self.ask("GET", f"/v1/repairs/{handle}").json["state"], "stored")
        told = self.lines([record("vendor-2", vin(502), workshop=self.code), record("vendor-3", vin(503), workshop=self.second),
                           record("vendor-4", vin(504)), record("vendor-5", vin(505), workshop="310115,99999999")], token=self.vendor_token)
        self.assertEqual([t["status"] for t in told], [201, 403, 400, 403])
        self.assertIn(self.code, self.command("workshop-list", self.vendor["client_id"]).stdout)
        self.command("workshop-end", self.vendor["client_id"], self.code)
        self.assertEqual(one("vendor-6").status, 403)
        self.assertEqual(self.ask("GET", f"/v1/repairs/{handle}", token=self.vendor_token).status, 404)
        self.assertEqual(self.ask("GET", f"/v1/repairs?findings=open&workshop={self.code}", token=self.vendor_token).status, 403)
        self.assertEqual(self.command("workshop-end", self.vendor["client_id"], self.code, check=False).returncode, 1)

    def test_one_settlement_number_is_another_record_at_each_workshop(self):
        for code in (self.code, self.second):
            self.command("workshop-add", self.vendor["client_id"], code)
        told = self.lines([record("both", vin(511), workshop=code) for code in (self.code, self.second)], token=self.vendor_token)
        self.assertEqual([t["status"] for t in told], [201, 201])
        self.assertNotEqual(told[0]["repair"]["handle"], told[1]["repair"]["handle"])
        for code in (self.code, self.second):
            self.command("workshop-end", self.vendor["client_id"], code)

    def test_whoever_is_revoked_is_so_within_a_second(self):
        for client in (self.world.client("Soon gone", audience="vendor"), self.world.client("Soon gone", "--workshop", self.code, audience="workshop")):
            token = self.server.token(client)
            self.assertIn(self.ask("GET", "/v1/repairs/" + "a" * 32, token=token).status, (404,))
            began = time.monotonic()
            self.command("revoke", client["client_id"])
            self.assertLess(time.monotonic() - began, 2)
            self.assertEqual(self.send(record("gone", vin(521)), token=token).status, 401)

    def test_the_commands_refuse_what_makes_no_sense(self):
        for words in (("add", "--name", "x", "--audience", "workshop"), ("add", "--name", "x", "--audience", "vendor", "--workshop", self.code),
                      ("add", "--name", "x", "--audience", "workshop", "--workshop", "000000000000000"), ("add", "--name", "x", "--audience", "vendor", "--sandbox"),
                      ("workshop-add", self.vendor["client_id"], "000000000000000"), ("workshop-add", "ffffffffffffffff", self.code), ("add", "--name", "x", "--audience", "nobody")):
            with self.subTest(words=words):
                refused = self.command(*words, check=False)
                self.assertNotEqual(refused.returncode, 0)
                self.assertIn("chedang client: ", refused.stderr)

    def test_the_token_s_scope_is_to_write_records(self):
        from client_access_test import ask, secret_of
        answer = ask(self.server, basic=secret_of(self.vendor), scope="repair.write")
        self.assertEqual((answer.status, answer.json["scope"]), (200, "repair.write"), answer.body)
        self.assertEqual(ask(self.server, basic=secret_of(self.vendor)).json["scope"], "repair.write")
        self.assertEqual(ask(self.server, basic=secret_of(self.vendor), scope="vehicle.summary:finance").status, 400)
        self.command("contract", self.vendor["client_id"])
        self.assertEqual(ask(self.server, basic=secret_of(self.vendor)).json["scope"], "repair.write")


class Example(Sending):
    def test_the_program_that_docs_prints_sends_a_file_of_records(self):
        page = self.server.ask("GET", "/docs", headers={"Accept-Language": "en"}).body.decode()
        folder = self.world.folder / "program"
        folder.mkdir()
        (folder / "upload.mjs").write_text(Blocks(page).found["upload.mjs"])
        odd = {2: record("file-2", vin(702), odometer_km=1000001), 3: record("file-3", vin(703), colour="red"),
               4: record("file-4", vin(704), works=[{"name": "钣金", "hours": 30}])}
        (folder / "records.ndjson").write_text("\n".join(json.dumps(odd.get(i, record(f"file-{i}", vin(700 + i)))) for i in range(1, 601)) + "\n")
        before = self.count()
        client = self.world.client("An engineer", "--workshop", self.code, audience="workshop")
        said = []
        for _ in range(2):  # the second time with the same keys
            ended = subprocess.run(["node", "upload.mjs"], cwd=folder, capture_output=True, text=True, timeout=120, env={
                "PATH": os.environ["PATH"], "CHEDANG_URL": self.server.url, "CLIENT_ID": client["client_id"], "CLIENT_SECRET": client["client_secret"]})
            self.assertEqual((ended.returncode, ended.stderr), (0, ""), ended.stdout[-500:])
            said.append(ended.stdout.splitlines())
        self.assertEqual(said[0], said[1])
        told = [line.split() for line in said[0] if not line.partition(" ")[2].startswith(" ")]
        self.assertEqual([int(words[0]) for words in told], list(range(1, 601)))
        self.assertEqual([words[1:3] for words in told[:4]], [["201", "new"], ["202", "kept_apart"], ["400", "#/colour"], ["201", "new"]])
        self.assertIn("4   L1 /works: ", "\n".join(said[0]))
        self.assertEqual(self.count(), before + 598)


class Lists(Sending):
    def test_records_of_which_something_is_odd_are_listed_page_by_page(self):
        self.code, _ = self.world.workshop(self.server, "上海第四汽车维修有限公司")
        self.token = self.server.token(self.world.client("Listing", "--workshop", self.code, audience="workshop"))
        sent = {}
        for i in range(7):
            sent[self.send(record(f"odd-{i}", vin(600 + i), works=[{"name": "钣金", "hours": 30}])).json["handle"]] = "stored"
        for i in range(5):
            sent[self.send(record(f"apart-{i}", vin(620 + i), odometer_km=1000000 + i)).json["handle"]] = "kept_apart"
        self.send(record("fine", vin(650)))
        seen, path, pages = {}, "/v1/repairs?findings=open&limit=3", 0
        while path:
            answer = self.ask("GET", path)
            self.assertEqual(answer.status, 200, answer.body)
            self.assertLessEqual(len(answer.json["repairs"]), 3)
            seen |= {r["handle"]: r["state"] for r in answer.json["repairs"]}
            self.assertTrue(all(r["findings"] for r in answer.json["repairs"]))
            link = answer.header("link")
            self.assertEqual(answer.json["more"], link is not None)
            path = link and link.partition("<")[2].partition(">")[0]
            pages += 1
        self.assertEqual((seen, pages), (sent, 4))
        self.send(record("odd-0", vin(600)))
        self.assertEqual(len(self.ask("GET", "/v1/repairs?findings=open").json["repairs"]), 11)

    def test_a_place_in_the_list_is_for_its_own_client_and_workshop(self):
        for i in range(2):
            self.send(record(f"place-{i}", vin(660 + i), works=[{"name": "钣金", "hours": 30}]))
        link = self.ask("GET", "/v1/repairs?findings=open&limit=1").header("link").partition("<")[2].partition(">")[0]
        other = self.server.token(self.world.client("Another program", "--workshop", self.code, audience="workshop"))
        for path, token in ((link, other), (link[:-3] + "abc", None), ("/v1/repairs?findings=open&after=", None), ("/v1/repairs", None),
                            ("/v1/repairs?findings=all", None), ("/v1/repairs?findings=open&limit=0", None), ("/v1/repairs?findings=open&limit=101", None),
                            (f"/v1/repairs?findings=open&workshop={self.code}", None)):
            self.assertEqual(self.ask("GET", path, token=token).status, 400, path)

    def test_it_says_what_other_interfaces_brought_as_well(self):
        broken = self.server.v1("lcipprocarfixrecordadd", b'{"access_token":"' + self.upload_token.encode() + b'", "basicInfo":')
        self.assertEqual(broken.json["code"], "-30", broken.body)
        listed = self.ask("GET", "/v1/repairs?findings=open").json["repairs"]
        unreadable = [r for r in listed if r["unreadable"]]
        self.assertEqual(len(unreadable), 1)
        self.assertEqual(self.ask("GET", f"/v1/repairs/{unreadable[0]['handle']}").json["unreadable"], True)

    def test_other_workshops_see_none_of_it(self):
        handle = self.send(record("mine", vin(670))).json["handle"]
        code, _ = self.world.workshop(self.server, "上海第三汽车维修有限公司")
        other = self.server.token(self.world.client("Theirs", "--workshop", code, audience="workshop"))
        self.assertEqual(self.ask("GET", f"/v1/repairs/{handle}", token=other).json["code"], "repair_unknown")
        self.assertEqual(self.ask("GET", "/v1/repairs?findings=open", token=other).json["repairs"], [])


if __name__ == "__main__":
    unittest.main()
