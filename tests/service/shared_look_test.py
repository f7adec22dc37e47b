"""A look-up with an owner's link: what each kind of link adds, who may, who learns of it, and what does not open."""
import json
import re
import subprocess
import time
import unittest

import share_test
from owner_test import CAR, register, row
from share_test import HIDDEN, OTHER_PIN, PIN
from world import repair, vin

UNKNOWN = "A" * 43
SUMMARY = {"handle", "etag", "vehicle", "odometer", "statements", "record_count", "disputes", "coverage", "warnings", "records"}
RECORD = {"month", "province", "workshop_class", "odometer_km", "works", "parts", "signals", "disputed"}
NAMES = {"work_names", "part_names"}


def without_ids(document):
    return {**document, "correlation_id": None}


class SharedLook(unittest.TestCase):
    owner, once, make = share_test.Share.owner, share_test.Share.once, share_test.Share.make
    open, setUp = share_test.Share.open, share_test.Share.setUp

    @classmethod
    def setUpClass(cls):
        share_test.Share.setUpClass.__func__(cls)
        cls.client = cls.world.client("一家二手车平台")
        cls.token = cls.server.token(cls.client)
        cls.world.command("sandbox", "load")

    def secret(self, browser, **fields):
        return self.make(browser, **fields).removeprefix("/s/")

    def look(self, share, number=CAR["vin"], **more):
        return self.server.lookup(self.token, number, share=share, **more)

    def ended(self, browser, number):
        handles = re.findall(r"/shares/([0-9a-f]{32})/end", browser.get(browser.vehicle + "/shares").body.decode())
        browser.post(f"{browser.vehicle}/shares/{handles[-number]}/end")  # the latest is the first of the page

    def assert_refused(self, answer, status, code, pointer=None):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer.body)
        self.assertEqual(answer.header("cache-control"), "no-store")
        self.assertEqual(answer.json.get("errors"), pointer and [{"pointer": pointer}])

    def assert_nothing_leaks(self, answer, *besides):
        text = answer.body.decode()
        for words in (*HIDDEN, *besides):
            self.assertNotIn(words, text)

    # What is seen

    def test_a_full_link_adds_what_its_page_shows(self):
        secret = self.secret(self.owner())
        answer, plain = self.look(secret), self.server.lookup(self.token, CAR["vin"]).json
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.header("cache-control"), "no-store")
        self.assertEqual(set(answer.json), SUMMARY | {"shared"})
        self.assertEqual({k: v for k, v in answer.json.items() if k != "shared"}, plain)
        shared = answer.json["shared"]
        self.assertEqual(set(shared), {"scope", "expires_at", "record_count", "records"})
        self.assertEqual((shared["scope"], shared["record_count"]), ("full", 3))
        self.assertEqual([r["odometer_km"] for r in shared["records"]], [41234, 23456, 10120])
        self.assertEqual([r["month"] for r in shared["records"]], ["2023-06", "2021-06", "2020-06"])
        for i, record in enumerate(reversed(shared["records"])):
            self.assertEqual(set(record), RECORD | NAMES | {"doubtful"})
            self.assertEqual(len(record["work_names"]), 1)
            self.assertIn(f"更换制动片{i}", record["work_names"][0])
            self.assertEqual(record["part_names"], [{"name": f"制动片{i}", "quantity": 4}])
            self.assertEqual((record["doubtful"], record["province"]), (False, "310000"))
        self.assert_nothing_leaks(answer, secret)
        page = self.open("/s/" + secret).body.decode()
        for record in shared["records"]:
            self.assertIn(f"{record['odometer_km']:,}", page)

    def test_a_summary_link_adds_nothing(self):
        answer = self.look(self.secret(self.owner(), scope="summary"))
        self.assertEqual(set(answer.json), SUMMARY | {"shared"})
        self.assertEqual(set(answer.json["shared"]), {"scope", "expires_at"})
        self.assertEqual(answer.json["shared"]["scope"], "summary")
        self.assert_nothing_leaks(answer, "更换制动片1", "23456", "制动片1")

    def test_chosen_records_are_shown_and_of_the_rest_only_the_summary(self):
        browser = self.owner()
        ids = re.findall(r'name="record" value="(\d+)"', browser.page)
        shared = self.look(self.secret(browser, scope="records", record=ids[1])).json["shared"]
        self.assertEqual((shared["scope"], shared["record_count"], len(shared["records"])), ("records", 3, 1))
        self.assertEqual((set(shared["records"][0]), shared["records"][0]["odometer_km"]), (RECORD | NAMES, 23456))
        answer = self.look(self.secret(browser, scope="records", record=ids[1]))
        self.assert_nothing_leaks(answer, "更换制动片0", "更换制动片2", "41234", "10120")

    def test_what_was_uploaded_is_in_the_next_look(self):
        browser = self.owner()
        secret = self.secret(browser)
        _, workshop = self.world.workshop(self.server, "新鲜企业")
        before = self.look(secret).json
        stored = self.server.v1("lcipprocarfixrecordadd", repair(workshop, CAR["vin"], "fresh", settled="20240601", odometer="50001"))
        self.assertEqual(stored.json["code"], "1", stored.body)
        answer = self.look(secret).json
        self.assertEqual(answer["shared"]["records"][0]["odometer_km"], 50001)
        self.assertNotEqual(answer["etag"], before["etag"])
        self.world.sql("DELETE FROM settlement WHERE repair_id = (SELECT max(id) FROM repair); DELETE FROM repair WHERE id = (SELECT max(id) FROM repair)")
        time.sleep(1)

    # Who learns of it

    def test_the_owner_sees_who_looked_and_what_for(self):
        browser = self.owner()
        secret = self.secret(browser)
        self.assertEqual(self.look(secret, purpose="finance", reference="consented-1").status, 200)
        self.open("/s/" + secret)
        page = browser.get(browser.vehicle + "/shares").body.decode()
        self.assertIn("打开过 2 次", page)
        self.assertIn("一家二手车平台 · 金融", page)
        self.assertEqual(self.world.sql("SELECT network, purpose, client_id IS NOT NULL FROM share_opening ORDER BY slot"),
                         [["127.0.0.*", "finance", "t"], ["127.0.0.*", None, "f"]])
        until = time.monotonic() + 5
        while not (rows := self.world.sql("SELECT audience, purpose, outcome, client_id IS NOT NULL, account_id FROM trail "
                                          "WHERE reference = 'consented-1'")):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        self.assertEqual(rows, [["buyer", "finance", "shown", "t", None]])
        looks = browser.get(browser.vehicle + "/looks").body.decode()
        self.assertIn("consented-1", looks)
        self.assertIn("一家二手车平台", looks)

    def test_each_kind_of_link_is_its_audience_in_the_trail(self):
        browser = self.owner()
        record = re.search(r'name="record" value="(\d+)"', browser.page)[1]
        audiences = {"summary": "platform", "full": "buyer", "records": "buyer_of_part"}
        for scope in audiences:
            self.assertEqual(self.look(self.secret(browser, scope=scope, record=record), reference=f"as-{scope}").status, 200)
        time.sleep(1)
        self.assertEqual(dict(self.world.sql("SELECT substr(reference, 4), audience FROM trail WHERE reference LIKE 'as-%'")), audiences)

    def test_what_does_not_open_leaves_no_line_and_no_opening(self):
        browser = self.owner()
        secret = self.secret(browser, pin=PIN)
        for more in ({"share": UNKNOWN}, {"share": secret}, {"share": secret, "pin": OTHER_PIN}, {"share": secret, "pin": PIN, "number": vin(700001)}):
            answer = self.look(reference="no-line", **more)
            self.assertIn(answer.status, (403, 404))
            self.assertNotIn("handle", answer.json)
        time.sleep(1)
        self.assertEqual(self.world.sql("SELECT count(*) FROM trail WHERE reference = 'no-line'"), [["0"]])
        self.assertEqual(self.world.sql("SELECT openings FROM share"), [["0"]])
        self.assertIn("还没有人打开过", browser.get(browser.vehicle + "/shares").body.decode())

    # What does not open

    def test_what_does_not_open_answers_alike(self):
        """Unknown, ill-formed, expired, ended, guessed at too often, another vehicle's, a former holder's: the same answer."""
        browser = self.owner()
        expired, ended, guessed, gone = (self.secret(browser, **more) for more in ({}, {}, {"pin": PIN}, {}))
        self.ended(browser, 2)
        self.world.sql("UPDATE share SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE number = 1")
        for _ in range(5):
            self.look(guessed, pin=OTHER_PIN)
        seen = {name: self.look(secret, **more) for name, secret, more in (
            ("unknown", UNKNOWN, {}), ("empty", "", {}), ("ill-formed", "x y/..", {}), ("long", "A" * 5000, {}), ("expired", expired, {}),
            ("ended", ended, {}), ("guessed", guessed, {}), ("guessed, right", guessed, {"pin": PIN}), ("another's", gone, {"number": vin(700002)}),
            ("with a PIN", UNKNOWN, {"pin": PIN}), ("the sandbox's", gone, {"number": "0CDSANDB0JA000001"}))}
        register(self.world, [row(CAR, holder="somebody-else", held_since="2024-01-01")])
        seen["former holder's"] = self.look(gone)
        register(self.world, [row(CAR)])
        for name, answer in seen.items():
            self.assert_refused(answer, 404, "share_unknown")
            self.assertEqual(without_ids(answer.json), without_ids(seen["unknown"].json), name)
            self.assertEqual({k for k, _ in answer.headers}, {k for k, _ in seen["unknown"].headers}, name)
        self.assertEqual(self.world.sql("SELECT sum(openings) FROM share"), [["0"]])

    def test_what_does_not_open_takes_as_long(self):
        browser = self.owner()
        ended, live = self.secret(browser), self.secret(browser)
        self.ended(browser, 1)
        asked = {"unknown": (UNKNOWN, CAR["vin"]), "ended": (ended, CAR["vin"]), "another's": (live, vin(700003))}
        times = {name: [] for name in asked}
        for _ in range(60):
            for name, (secret, number) in asked.items():
                begin = time.perf_counter()
                self.assertEqual(self.look(secret, number).status, 404)
                times[name].append(time.perf_counter() - begin)
        medians = {name: sorted(taken)[len(taken) // 2] for name, taken in times.items()}
        self.assertLess(max(medians.values()) - min(medians.values()), max(0.004, medians["unknown"] / 4), medians)

    def test_a_pin_is_needed_and_right_or_wrong(self):
        secret = self.secret(self.owner(), pin=PIN)
        self.assert_refused(self.look(secret), 403, "share_pin_needed")
        wrong = self.look(secret, pin=OTHER_PIN)
        self.assert_refused(wrong, 403, "share_pin_wrong")
        self.assertIn("4", wrong.json["detail"])
        for right in (PIN, "２７１ ８２８"):
            self.assertEqual(len(self.look(secret, pin=right).json["shared"]["records"]), 3)
        self.assertEqual(self.look(self.secret(self.owner()), pin=OTHER_PIN).status, 200)  # one without a PIN asks for none

    def test_the_bound_on_tries_is_the_links_own(self):
        path = self.make(self.owner(), pin=PIN)
        secret = path.removeprefix("/s/")
        for tries in (4, 3):
            self.assertIn(str(tries), self.look(secret, pin=OTHER_PIN).json["detail"])
        buyer = self.open(path)
        self.assertEqual(buyer.status, 200)
        codes = [self.look(secret, pin=OTHER_PIN).json["code"] for _ in range(4)]
        self.assertEqual(codes, ["share_pin_wrong", "share_pin_wrong", "share_unknown", "share_unknown"])
        self.assert_refused(self.look(secret, pin=PIN), 404, "share_unknown")
        self.assertEqual(self.open(path).status, 404)  # in a browser as well
        self.world.sql("UPDATE attempt SET since = since - interval '1 hour' WHERE kind = 'share_pin'")
        self.assertEqual(self.look(secret, pin=PIN).status, 200)

    def test_fields_that_cannot_be_read_are_named(self):
        secret = self.secret(self.owner(), pin=PIN)
        for more, pointer in (({"share": 17}, "#/share"), ({"share": {"secret": secret}}, "#/share"), ({"share": secret, "pin": 271828}, "#/pin"),
                              ({"share": secret, "pin": "27182"}, "#/pin"), ({"share": secret, "pin": "x" * 100}, "#/pin"),
                              ({"share": secret, "pin": ""}, "#/pin"), ({"share": None, "pin": PIN}, "#/pin"),
                              ({"share": secret, "purpose": "none"}, "#/purpose"), ({"share": UNKNOWN, "reference": "a b"}, "#/reference")):
            answer = self.look(**more)
            self.assert_refused(answer, 400, "field_invalid", pointer)
            self.assertNotIn(secret.encode(), answer.body)
        self.assertEqual(self.look(None).status, 200)  # null counts as absent
        self.assertEqual(self.world.sql("SELECT count(*) FROM attempt WHERE kind = 'share_pin'"), [["0"]])

    def test_a_batch_takes_no_link(self):
        secret = self.secret(self.owner())
        lines = [json.dumps({"vin": CAR["vin"], "purpose": "finance", "reference": "x", **more})
                 for more in ({}, {"share": secret}, {"pin": PIN}, {"share": None})]
        answer = self.server.ask("POST", "/v1/lookups/batch", "\n".join(lines),
                                 {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"})
        got = [json.loads(line) for line in answer.body.splitlines()]
        self.assertEqual([line["status"] for line in got], [200, 400, 400, 200])
        self.assertEqual([line["problem"]["errors"] for line in got[1:3]], [[{"pointer": "#/share"}], [{"pointer": "#/pin"}]])
        self.assertNotIn(secret.encode(), answer.body)
        self.assertEqual(self.world.sql("SELECT openings FROM share"), [["0"]])

    def test_a_handle_shows_the_summary_alone(self):
        looked = self.look(self.secret(self.owner())).json
        answer = self.server.ask("GET", f"/v1/vehicles/{looked['handle']}/summary?purpose=finance&reference=x",
                                 headers={"Authorization": f"Bearer {self.token}"})
        self.assertEqual(({"handle": looked["handle"], "etag": looked["etag"], **answer.json}), {k: v for k, v in looked.items() if k != "shared"})

    def test_a_client_of_the_sandbox_uses_no_link(self):
        lines = self.world.command("client", "add", "--name", "x", "--sandbox").stdout.splitlines()
        token = self.server.token(dict(line.split("=", 1) for line in lines))
        secret = self.secret(self.owner())
        self.assertEqual(self.server.lookup(token, CAR["vin"], share=secret).json["code"], "sandbox_only")
        self.assertEqual(self.server.lookup(token, "0CDSANDB0JA000001", share=secret).json["code"], "share_unknown")
        self.assertEqual(self.server.lookup(token, "0CDSANDB8JA000019", share=secret).json["code"], "busy")

    def test_the_secret_is_stored_and_logged_nowhere(self):
        secret = self.secret(self.owner(), pin=PIN)
        self.assertEqual(self.look(secret, pin=PIN).status, 200)
        self.look(secret, pin=OTHER_PIN)
        self.look(secret, vin(700004))
        time.sleep(0.5)
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True, check=True, timeout=60).stdout.decode()
        for place, text in (("a dump", dump), ("the log", self.server.log()), ("metrics", self.server.inside("/metrics").body.decode())):
            for canary in (secret, rf"\b{PIN}\b", secret.encode().hex()):  # six digits may well stand in some hash
                self.assertIsNone(re.search(canary, text), (place, canary))
        for spool in (self.world.folder / "spool").iterdir():
            self.assertNotIn(secret.encode(), spool.read_bytes())

    def test_without_postgresql_it_is_told_to_come_again(self):
        secret = self.secret(self.owner())
        self.world.kill_postgres()
        try:
            answer = self.look(secret)
            self.assertEqual(answer.status, 503)
            self.assertIsNotNone(answer.header("retry-after"))
        finally:
            self.world.start_stores()
        until = time.monotonic() + 20
        while self.look(secret).status != 200:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.2)


if __name__ == "__main__":
    unittest.main()
