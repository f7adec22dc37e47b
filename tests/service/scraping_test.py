"""Who goes through numbers, or watches one car from many accounts, is noticed and slowed; nobody else is."""
import json
import re
import subprocess
import time
import unittest

from world import BUILD, FULL, World, figure, repair, vin

WITHIN = 200
RESERVED = "0CDSANDB5JA000009"


def line(v):
    return json.dumps({"vin": v, "purpose": "used_car_listing", "reference": "case-1"})


def batch(server, token, vins):
    answer = server.ask("POST", "/v1/lookups/batch", "\n".join(map(line, vins)),
                        {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}, timeout=60)
    assert answer.status == 200, answer.body
    return [json.loads(part) for part in answer.body.splitlines()]


def codes(lines):
    return [part["problem"]["code"] if "problem" in part else part["status"] for part in lines]


def suspected(server):
    return [json.loads(text) for text in server.log().splitlines() if '"event":"client_suspected"' in text]


def other_car(i):
    """Cars as they come to a dealer: of many models, in no order."""
    return vin(i * 7919 % 1000000, start=f"LHG{i * 37 % 100:02d}{'ABCDEFGH'[i % 8]}{i * 13 % 10}A")


class Models(unittest.TestCase):
    @unittest.skipUnless(FULL, "the unit tests have it")
    def test_models_of_scrapers_and_of_honest_clients(self):
        done = subprocess.run([BUILD / "tests/unit/enumeration_test"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class OneVehicle(unittest.TestCase):
    DAY, OWN = 12, 3

    def test_many_accounts_together_look_up_one_vehicle_so_often_in_a_day(self):
        with World(CHEDANG_THREADS=1, CHEDANG_VEHICLE_DAY=self.DAY) as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            self.assertEqual(server.v1("lcipprocarfixrecordadd", repair(workshop, vin(1), "one")).json["code"], "1")
            tokens = [server.token(world.client(f"Account {i}")) for i in range(5)]
            time.sleep(max(0, 20 - (86400 - time.time() % 86400)))  # all within one day
            first = server.lookup(tokens[0], vin(1))
            self.assertIn(f'"vehicle";q={self.OWN};w=86400', first.header("ratelimit-policy"))
            self.assertRegex(first.header("ratelimit"), rf'"vehicle";r={self.OWN - 1};t=\d+')
            self.assertRegex(first.header("ratelimit"), r'^"burst";r=\d+;t=\d+, "day";r=\d+;t=\d+, "vehicle"')
            answers = [server.lookup(token, vin(1)) for _ in range(2) for token in tokens[:4]]
            self.assertEqual({answer.status for answer in answers}, {200})
            self.assertRegex(answers[-1].header("ratelimit"), r'"vehicle";r=1;t=\d+')  # its own, nothing of the others
            lines = batch(server, tokens[1], [vin(1), vin(2), vin(1), vin(1)])
            self.assertEqual(codes(lines), [200, "not_collected", "limit_reached", "limit_reached"])
            self.assertEqual([server.lookup(token, vin(1)).status for token in tokens[2:4]], [200, 200])
            refused = server.lookup(tokens[4], vin(1))
            self.assertEqual((refused.status, refused.json["code"]), (429, "limit_reached"))
            self.assertIn("all clients", refused.json["detail"])
            self.assertNotIn(vin(1).encode(), refused.body)
            self.assertIn('"vehicle";r=0', refused.header("ratelimit"))
            self.assertLessEqual(0, 86400 - time.time() % 86400 + 2 - int(refused.header("retry-after")))
            self.assertGreater(int(refused.header("retry-after")), 86400 - time.time() % 86400 - 60)
            self.assertEqual(server.lookup(tokens[2], vin(2)).status, 404)
            self.assertEqual(server.metric("refused_vehicle"), 3)
            self.by_handle(server, tokens[0], first.json)

    def test_one_client_does_not_hide_a_vehicle_from_the_others(self):
        with World(CHEDANG_THREADS=1, CHEDANG_VEHICLE_DAY=self.DAY) as world:
            server = world.server().start()
            greedy, *others = [server.token(world.client(f"Account {i}")) for i in range(4)]
            time.sleep(max(0, 20 - (86400 - time.time() % 86400)))
            statuses = [server.lookup(greedy, vin(1)).status for _ in range(5 * self.DAY)]
            self.assertEqual((statuses[:self.OWN], set(statuses[self.OWN:])), ([404] * self.OWN, {429}))
            self.assertEqual([server.lookup(token, vin(1)).status for token in others for _ in range(self.OWN)],
                             [404] * self.OWN * len(others))

    def by_handle(self, server, token, looked):
        """What has not changed may be asked for as often as one likes; else it counts, and a refusal holds nothing."""
        ask = lambda **headers: server.ask("GET", f"/v1/vehicles/{looked['handle']}/summary?purpose=other&reference=r",
                                           headers={"Authorization": f"Bearer {token}", **headers})
        for _ in range(self.DAY):
            self.assertEqual(ask(**{"If-None-Match": looked["etag"]}).status, 304)
        refused = ask()
        self.assertEqual((refused.status, refused.json["code"]), (429, "limit_reached"))
        self.assertNotIn("record_count", refused.json)

    def test_loops_share_what_a_vehicle_has(self):
        with World(CHEDANG_THREADS=2, CHEDANG_VEHICLE_DAY=self.DAY) as world:
            server = world.server().start()
            tokens = [server.token(world.client(f"Account {i}")) for i in range(6)]
            time.sleep(max(0, 20 - (86400 - time.time() % 86400)))
            statuses = [server.lookup(tokens[i % 6], vin(1)).status for i in range(6 * self.DAY)]
            self.assertEqual((statuses.count(404), statuses.count(429)), (self.DAY, 5 * self.DAY))

    def test_the_reserved_vehicles_of_the_sandbox_are_everybodys(self):
        with World(CHEDANG_THREADS=1, CHEDANG_VEHICLE_DAY=2, CHEDANG_SLOWED_BURST=1) as world:
            world.command("sandbox", "load")
            server = world.server().start()
            for words in (["--sandbox"], []):
                token = server.token(world.client("Tries it", *words))
                self.assertEqual({server.lookup(token, RESERVED).status for _ in range(150)}, {200})
                self.assertFalse(suspected(server))


class Slowed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_THREADS=2, CHEDANG_SLOWED_BURST=4, CHEDANG_ADDRESS_BURST=10**6)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()

    def client(self, name, *words):
        client = self.world.client(name, *words)
        return client["client_id"], self.server.token(client)

    def go_through(self, token, begin, most):
        """Numbers one after the other until the client is slowed: how many were asked for, and the refusal."""
        for i in range(most):
            answer = self.server.lookup(token, vin(begin + i))
            if answer.status == 429:
                return i + 1, answer
        return most, None

    def test_who_goes_through_numbers_is_slowed_on_every_loop_and_told_what_to_do(self):
        me, token = self.client("Scraper")
        other, honest = self.client("Dealer")
        before = self.server.metric("clients_suspected")
        asked, refused = self.go_through(token, 1000, 2 * WITHIN)
        figure("A6", "a scraper at a server of two loops, one look-up at a time", "slowed within 200 look-ups", asked)
        self.assertIsNotNone(refused)
        self.assertLessEqual(asked, WITHIN)
        self.assertEqual(refused.json["code"], "slowed")
        self.assertIn("contract", refused.json["title"])
        self.assertLessEqual(int(refused.header("retry-after")), 10)
        self.assertRegex(refused.header("ratelimit"), r'"slowed";r=0;t=\d+')
        time.sleep(10.6 - time.time() % 10)  # a new window, and the other loop has heard
        statuses = [self.server.lookup(token, other_car(i)).status for i in range(40)]
        self.assertLessEqual(40 - statuses.count(429), 8)  # four, or twice four when a window ended meanwhile
        self.assertGreater(40 - statuses.count(429), 0)
        self.assertEqual({self.server.lookup(honest, other_car(i)).status for i in range(40)}, {404})
        self.told(me, other, before)
        self.persists_and_is_lifted(me, token)

    def told(self, me, other, before):
        lines = [entry for entry in suspected(self.server) if entry["client"] == me]
        self.assertGreaterEqual(len(lines), 1)
        self.assertEqual((lines[0]["level"], lines[0]["why"], lines[0]["one_row_percent"]), ("warning", "serials", "100"))
        self.assertGreaterEqual(int(lines[0]["seen"]), 90)
        self.assertFalse([entry for entry in suspected(self.server) if entry["client"] == other])
        self.assertIsNone(re.search(r"LSVAA418|LHG\d\d", self.server.log()))
        self.assertGreater(self.server.metric("clients_suspected"), before)
        self.assertGreater(self.server.metric("refused_slowed"), 0)

    def persists_and_is_lifted(self, me, token):
        self.server.stop()
        self.server.start()
        self.assertIn(429, [self.server.lookup(token, other_car(i)).status for i in range(20)])
        self.world.command("client", "contract", me, "--bulk")
        time.sleep(0.6)
        self.assertEqual({self.server.lookup(token, vin(1000 + i)).status for i in range(130)}, {404})

    def test_a_batch_is_slowed_in_its_midst(self):
        me, token = self.client("Many")
        answers = codes(batch(self.server, token, [vin(20000 + i) for i in range(1000)]))
        self.assertEqual(len(answers), 1000)
        first = answers.index("slowed")
        figure("A6", "a scraper's batch", "slowed within 200 look-ups", first + 1)
        self.assertLessEqual(first, WITHIN)
        self.assertLessEqual(len(answers) - answers.count("slowed"), first + 4)
        self.assertEqual([entry["why"] for entry in suspected(self.server) if entry["client"] == me][:1], ["serials"])
        retried = batch(self.server, token, [other_car(i) for i in range(100)])
        self.assertLessEqual(100 - codes(retried).count("slowed"), 8)

    def test_made_up_numbers_of_all_kinds_are_noticed_too(self):
        me, token = self.client("Guesser")
        answers = codes(batch(self.server, token, [other_car(i) for i in range(300)]))
        self.assertLessEqual(answers.index("slowed"), WITHIN)
        self.assertEqual([entry["why"] for entry in suspected(self.server) if entry["client"] == me][:1], ["unknown"])

    def test_who_fills_a_register_is_not_slowed(self):
        me, token = self.client("Register", "--bulk")
        self.assertNotIn("slowed", codes(batch(self.server, token, [vin(30000 + i) for i in range(500)])))
        self.assertFalse([entry for entry in suspected(self.server) if entry["client"] == me])

    def test_it_can_be_told_and_not_slowed(self):
        server = self.world.server(CHEDANG_SLOWED_BURST=0).start()
        me, token = self.client("Watched only")
        self.assertNotIn("slowed", codes(batch(server, token, [vin(40000 + i) for i in range(300)])))
        self.assertEqual([entry["client"] for entry in suspected(server)], [me])
        server.stop()


class Honey(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_THREADS=2, CHEDANG_SLOWED_BURST=2)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()

    def honey(self, *words, input=None, check=True):
        return self.world.command("honey", *words, input=input, check=check)

    def waited_for(self, token, v, alarms):
        """Looks it up until a loop that knows has answered, which it does within two seconds or so."""
        until = time.monotonic() + 10
        while self.server.metric("honey_alarms") == alarms:
            self.assertLess(time.monotonic(), until, "no alarm")
            self.server.lookup(token, v)
            time.sleep(0.5)

    def test_a_vehicle_that_nobody_has_gives_the_alarm_and_slows(self):
        never = [vin(900000 + 7 * i) for i in range(5)]
        self.assertEqual(self.honey("add", "-", input="\n".join(never[:3]) + "\n\n").stdout, "3 added\n")
        self.assertEqual(self.honey("add", "-", input="\n".join(never)).stdout, "2 added\n")
        self.assertRegex(self.honey("list").stdout, r"^5\t\d{4}-\d\d-\d\d\n$")
        kept = self.world.sql("SELECT honey::text FROM honey")
        self.assertFalse([v for v in never if v in str(kept) or v.encode().hex() in str(kept)])
        _, workshop = self.world.workshop(self.server)
        self.server.v1("lcipprocarfixrecordadd", repair(workshop, never[4], "sold-after-all"))
        time.sleep(2.5)  # all loops have read them
        client, before = self.world.client("Curious"), self.server.metric("honey_alarms")
        token = self.server.token(client)
        self.assertEqual(self.server.lookup(token, never[4]).status, 200)
        self.assertEqual(self.server.lookup(token, other_car(1)).status, 404)
        self.assertEqual(self.server.metric("honey_alarms"), before)
        self.assertEqual(self.server.lookup(token, never[0]).status, 404)  # as any other that is unknown
        self.assertEqual(self.server.metric("honey_alarms"), before + 1)
        self.assertEqual([(e["client"], e["why"], e["level"]) for e in suspected(self.server)], [(client["client_id"], "honey", "warning")])
        time.sleep(0.6)
        self.assertIn(429, [self.server.lookup(token, other_car(i)).status for i in range(10)])
        self.assertIsNone(re.search(r"LSVAA418", self.server.log()))
        self.taken_away_and_added_while_it_runs(never)

    def taken_away_and_added_while_it_runs(self, never):
        self.world.sql("DELETE FROM honey")
        time.sleep(2.5)
        client, before = self.world.client("Register", "--bulk"), self.server.metric("honey_alarms")
        token = self.server.token(client)
        self.assertEqual([self.server.lookup(token, v).status for v in never[:4]], [404] * 4)
        self.assertEqual(self.server.metric("honey_alarms"), before)
        self.honey("add", "-", input=never[1])
        self.waited_for(token, never[1], before)  # who may go through numbers is told of as well
        self.assertEqual({self.server.lookup(token, other_car(i)).status for i in range(10)}, {404})

    def test_what_is_no_vin_is_refused_with_its_line_and_nothing_is_kept(self):
        before = self.honey("list").stdout
        for text, why in ((vin(910000) + "\nLSV\n", "line 2"), ("", "nothing"), ("\n \n", "nothing"), ("x" * 2000000, "line 1"),
                          ("\n".join(vin(i) for i in range(10001)), "at most 10000")):
            refused = self.honey("add", "-", input=text, check=False)
            self.assertEqual((refused.returncode, refused.stdout), (1, ""))
            self.assertIn(why, refused.stderr)
        self.assertEqual(self.honey("add", "/nowhere", check=False).returncode, 1)
        self.assertEqual(self.honey("list").stdout, before)
        for words in (["add"], ["list", "more"], ["dance"], []):
            self.assertEqual(self.honey(*words, check=False).returncode, 2, words)


if __name__ == "__main__":
    unittest.main()
