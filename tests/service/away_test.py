"""PostgreSQL is away: summaries that are known go on and state their age, everything else says when to come again."""
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
        self.take_away()
        time.sleep(2.2)
        self.answered(self.server, 200)
        for answer in (self.server.lookup(self.token, UNKNOWN), self.server.lookup("cd_" + "x" * 43, KNOWN),
                       self.server.ask("GET", "/vehicles", headers={"Cookie": "__Host-session=" + "x" * 43})):
            self.assertIn(answer.status, (401, 503), answer.body)
        unknown = self.server.lookup(self.token, UNKNOWN)
        self.assertEqual(unknown.status, 503)
        self.assertGreater(int(unknown.header("retry-after")), 0)
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


if __name__ == "__main__":
    unittest.main()
