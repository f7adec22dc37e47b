"""PostgreSQL is away: summaries that are known go on and state their age, everything else says when to come again."""
import base64
import json
import time
import unittest

from world import World, repair, vin

KNOWN, UNKNOWN, ABSENT = vin(1), vin(2), vin(3)


class Away(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_THREADS=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.sparing = cls.world.server(CHEDANG_AGED_SECONDS="4").start()
        cls.strict = cls.world.server(CHEDANG_AGED_SECONDS="0").start()
        _, cls.workshop = cls.world.workshop(cls.server)
        for one in (KNOWN, UNKNOWN):
            cls.upload(one, 1)
        cls.client = cls.world.client()

    @classmethod
    def upload(cls, one, number):
        answer = cls.server.v1("lcipprocarfixrecordadd", repair(cls.workshop, one, f"A-{one[-4:]}-{number}", odometer=str(number * 1000)))
        assert answer.json["code"] == "1", answer.json

    def setUp(self):
        """All three servers know the token and two of the vehicles."""
        self.token = self.server.token(self.client)
        for server in (self.server, self.sparing, self.strict):
            self.answered(server, 200)
            self.assertEqual(server.lookup(self.token, ABSENT).status, 404)

    def answered(self, server, status, one=KNOWN, seconds=10):
        """The answer, once it has this status."""
        until = time.monotonic() + seconds
        while (answer := server.lookup(self.token, one)).status != status:
            self.assertLess(time.monotonic(), until, answer.body)
            time.sleep(0.1)
        return answer

    def take_away(self):
        self.world.kill_postgres()
        self.addCleanup(self.bring_back)

    def bring_back(self):
        self.world.start_stores()
        for server in (self.server, self.sparing, self.strict):
            until = time.monotonic() + 15
            while (answer := server.lookup(self.token, KNOWN)).status != 200 or "age" in answer.json:
                self.assertLess(time.monotonic(), until, answer.body)
                time.sleep(0.1)

    def batch(self, *vins):
        lines = "\n".join(json.dumps({"vin": one, "purpose": "used_car_listing", "reference": "away"}) for one in vins)
        answer = self.server.ask("POST", "/v1/lookups/batch", lines, {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"})
        return [json.loads(line) for line in answer.body.splitlines()]

    def call(self, method, path, body=None):
        return self.server.ask(method, path, body and json.dumps(body), {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})

    def proven(self, path, form):
        basic = base64.b64encode(f"{self.client['client_id']}:{self.client['client_secret']}".encode()).decode()
        return self.server.ask("POST", path, form, {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"})

    def test_what_is_known_goes_on_with_its_age(self):
        before = self.server.lookup(self.token, KNOWN).json
        self.take_away()
        time.sleep(2.2)
        aged = self.answered(self.server, 200)
        age = aged.json["age"]
        self.assertGreaterEqual(age, 2)
        self.assertEqual(aged.header("age"), str(age))
        self.assertEqual({**aged.json, "age": None}, {**before, "age": None})
        absent = self.server.lookup(self.token, ABSENT)
        self.assertEqual((absent.status, absent.json["code"]), (404, "not_collected"))
        self.assertEqual(absent.header("age"), str(absent.json["age"]))
        again = self.server.ask("GET", f"/v1/vehicles/{before['handle']}/summary?purpose=used_car_listing&reference=away",
                                headers={"Authorization": f"Bearer {self.token}", "If-None-Match": before["etag"]})
        self.assertEqual(again.status, 304)
        self.assertGreaterEqual(int(again.header("age")), 2)
        time.sleep(1.1)
        self.assertGreater(self.server.lookup(self.token, KNOWN).json["age"], age)

    def test_what_is_not_known_and_who_is_not_known_come_again(self):
        new = self.server.token(self.client)  # which no loop has seen yet
        self.take_away()
        time.sleep(2.2)
        self.answered(self.server, 200)
        calls = {"a vehicle that is not cached": lambda: self.server.lookup(self.token, UNKNOWN), "another token": lambda: self.server.lookup(new, KNOWN),
                 "a token": lambda: self.proven("/oauth/token", "grant_type=client_credentials"),
                 "its end": lambda: self.proven("/oauth/revoke", f"token={self.token}"), "the feed": lambda: self.call("GET", "/v1/changes"),
                 "waiting for it": lambda: self.call("GET", "/v1/changes?wait=3"), "webhooks": lambda: self.call("GET", "/v1/webhooks"),
                 "a webhook": lambda: self.call("POST", "/v1/webhooks", {"url": "https://platform.example/hooks"}),
                 "a session": lambda: self.server.ask("GET", "/vehicles", headers={"Cookie": "__Host-session=" + "x" * 43})}
        for name, call in calls.items():
            answer = call()
            self.assertEqual((name, answer.status), (name, 503), answer.body)
            self.assertGreater(int(answer.header("retry-after")), 0, name)
        self.assertEqual(self.server.lookup("cd_" + "x" * 43, KNOWN).status, 401)  # made up, which is seen without asking
        lines = self.batch(KNOWN, UNKNOWN, ABSENT)
        self.assertEqual([line["status"] for line in lines], [200, 503, 404])
        self.assertEqual(["age" in line for line in lines], [True, False, True])

    def test_at_first_and_at_last_it_is_refused(self):
        self.take_away()
        self.assertEqual(self.strict.lookup(self.token, KNOWN).status, 503)
        self.assertIn(self.answered(self.sparing, 200).json["age"], (3, 4))
        self.assertEqual(self.answered(self.sparing, 503).header("retry-after"), "2")
        self.assertEqual(self.strict.lookup(self.token, KNOWN).status, 503)

    def test_who_looked_meanwhile_is_written_down_and_the_age_ends(self):
        self.take_away()
        time.sleep(2.2)
        for i in range(5):
            self.assertIn("age", self.server.lookup(self.token, KNOWN, reference=f"while-away-{i}").json)
        self.bring_back()
        self.upload(KNOWN, 2)
        answer = self.server.lookup(self.token, KNOWN).json
        self.assertEqual((answer["record_count"], "age" in answer), (2, False))
        until = time.monotonic() + 10
        while self.world.sql("SELECT count(*) FROM trail WHERE reference LIKE 'while-away-%'") != [["5"]]:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)


class Full(unittest.TestCase):
    SPOOL = 64

    def test_who_cannot_be_written_down_is_refused_and_who_was_answered_is_written_down_once(self):
        with World(CHEDANG_THREADS=1, CHEDANG_SPOOL_ENTRIES=self.SPOOL) as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            self.assertEqual(server.v1("lcipprocarfixrecordadd", repair(workshop, KNOWN, "F-1")).json["code"], "1")
            token = server.token(world.client())
            noted = lambda like: sorted(row[0] for row in world.sql(f"SELECT reference FROM trail WHERE reference LIKE '{like}'"))
            self.until(lambda: server.lookup(token, KNOWN, reference="before").status == 200 and server.metric("lookups_memory") > 0)
            self.until(lambda: len(noted("before")) == server.metric("trail_lines"))
            world.kill_postgres()
            time.sleep(2.2)
            answered, refused = [], []
            while len(refused) < 3 and len(answered) < 2 * self.SPOOL:
                reference = f"full-{len(answered) + len(refused):03d}"
                answer = server.lookup(token, KNOWN, reference=reference)
                (answered if answer.status == 200 else refused).append(reference)
                if answer.status == 200:
                    self.assertIn("age", answer.json)
                else:
                    self.assertEqual((answer.status, answer.json["code"]), (503, "busy"))
                    self.assertGreater(int(answer.header("retry-after")), 0)
                    self.assertNotIn("record_count", answer.json)
            self.assertEqual((len(answered), server.metric("trail_full")), (self.SPOOL, len(refused)))
            world.start_stores()
            self.until(lambda: len(noted("full-%")) >= len(answered))
            self.until(lambda: server.lookup(token, KNOWN, reference="after").status == 200)
            self.until(lambda: "after" in noted("after"))
            self.assertEqual(noted("full-%"), answered)

    def until(self, condition, seconds=15):
        ends = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), ends)
            time.sleep(0.1)


if __name__ == "__main__":
    unittest.main()
