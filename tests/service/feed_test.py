"""What a platform is told of the vehicles that it has looked up: each change once, in order, numbered without a gap."""
import concurrent.futures
import random
import threading
import time
import unittest

from owner_test import CAR, register, row
from world import World, repair, vin


def correction(workshop, number, settlement, km):
    return repair(workshop, number, settlement, odometer=str(km))


class Client:
    """A platform that follows its feed."""

    def __init__(self, world, server, name="A platform"):
        self.server, client = server, world.client(name)
        self.name, self.token = client["client_id"], server.token(client)

    def look(self, number):
        return self.server.lookup(self.token, number).json

    def ask(self, method, path, **headers):
        return self.server.ask(method, path, headers={"Authorization": f"Bearer {self.token}", **headers}, timeout=40)

    def changes(self, after=0, query=""):
        answer = self.ask("GET", f"/v1/changes?after={after}{query}")
        assert answer.status == 200, answer.body
        return answer.json

    def until(self, count, after=0, seconds=15):
        """The events after a number, once there are so many; numbered without a gap."""
        ends = time.monotonic() + seconds
        while True:
            found = self.changes(after, "&limit=1000")["changes"]
            assert [e["seq"] for e in found] == list(range(after + 1, after + 1 + len(found))), found
            if len(found) >= count or time.monotonic() > ends:
                return found
            time.sleep(0.05)

    def summary(self, event, **headers):
        return self.ask("GET", f"/v1/vehicles/{event['handle']}/summary?purpose=other&reference=feed", **headers)


class Feed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000, CHEDANG_CODE_SENDS_ADDRESS=100)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.workshop = cls.world.workshop(cls.server)
        cls.number = 700000

    def setUp(self):
        self.client = Client(self.world, self.server)
        type(self).number += 100

    def vin(self, n=0):
        return vin(self.number + n)

    def upload(self, number, settlement, km=10000):
        answer = self.server.v1("lcipprocarfixrecordadd", correction(self.workshop, number, f"{number}-{settlement}", km)).json
        self.assertEqual(answer["code"], "1", answer)

    def watched(self, client, count):
        """Waits until looks are known: changes that come then are told by their kind."""
        ends = time.monotonic() + 10
        while int(self.world.sql(f"""SELECT count(*) FROM watch WHERE NOT fresh AND client_id =
                                     (SELECT max(id) FROM client)""")[0][0]) < count:
            self.assertLess(time.monotonic(), ends)
            time.sleep(0.05)

    def test_each_kind_of_change_is_told_with_handle_and_tag(self):
        v = self.vin()
        missing = self.client.look(v)
        self.assertEqual(missing["code"], "not_collected")
        self.watched(self.client, 1)
        self.upload(v, "one")
        self.upload(v, "two")
        self.upload(v, "two", 12000)
        events = self.client.until(3)
        self.assertEqual([(e["seq"], e["kind"]) for e in events], [(1, "CREATED"), (2, "CREATED"), (3, "CORRECTED")])
        self.assertEqual({e["handle"] for e in events}, {missing["handle"]})
        self.assertEqual(len({e["etag"] for e in events}), 3)
        for event in events:
            self.assertEqual(set(event), {"seq", "kind", "handle", "etag", "at"})
            self.assertRegex(event["at"], r"^\d{4}-\d\d-\d\d$")  # not the minute when a car left a workshop
        answer = self.client.summary(events[-1])
        self.assertEqual((answer.status, answer.header("etag"), answer.json["record_count"]), (200, events[-1]["etag"], 2))
        self.assertEqual(self.client.summary(events[-1], **{"If-None-Match": events[-1]["etag"]}).status, 304)

    def test_a_record_that_goes_to_another_vehicle_is_withdrawn_here_and_made_there(self):
        one, two = self.vin(0), self.vin(1)
        self.upload(one, "stays")
        message = repair(self.workshop, one, "moves")
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        handles = [self.client.look(one)["handle"], self.client.look(two)["handle"]]
        self.watched(self.client, 2)
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, two, "moves")).json["code"], "1")
        events = self.client.until(2)
        self.assertEqual({(e["kind"], e["handle"]) for e in events}, {("WITHDRAWN", handles[0]), ("CREATED", handles[1])})

    def test_a_contested_record_is_told_and_so_is_its_end(self):
        car = {**CAR, "vin": self.vin(), "plate": "沪A77001", "engine_no": "EA888770001", "registration_no": "310000770001"}
        register(self.world, [row(car)])
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, car["vin"], "D-1", vehicleplatenumber=car["plate"])).json["code"], "1")
        self.client.look(car["vin"])
        self.watched(self.client, 1)
        self.world.sql(f"UPDATE repair SET disputed = true WHERE vehicle_key = (SELECT vehicle_key FROM watch WHERE client_id = (SELECT max(id) FROM client))")
        self.world.sql(f"UPDATE repair SET disputed = false WHERE vehicle_key = (SELECT vehicle_key FROM watch WHERE client_id = (SELECT max(id) FROM client))")
        self.assertEqual([e["kind"] for e in self.client.until(2)], ["DISPUTED", "RESTORED"])

    def test_what_is_not_shown_moved_tag_and_feed(self):
        """Non-interference: a change of what the disclosure table hides from platforms is neither in the tag nor in the feed; one of
        what it shows is in both."""
        car = {**CAR, "vin": self.vin(), "plate": "沪A77002", "engine_no": "EA888770002", "registration_no": "310000770002"}
        mine = "vehicle_key = (SELECT vehicle_key FROM watch WHERE client_id = (SELECT max(id) FROM client))"
        record = lambda **more: self.assertEqual(self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, car["vin"], "N-1", **more)).json["code"], "1")
        register(self.world, [row(car)])
        record()
        tag = self.client.look(car["vin"])["etag"]
        self.watched(self.client, 1)
        version = lambda: self.world.sql(f"SELECT version FROM vehicle WHERE key = (SELECT vehicle_key FROM watch WHERE {mine} LIMIT 1)")
        hidden = {"plate": lambda: register(self.world, [row({**car, "plate": "沪A77003"})]),
                  "holder": lambda: register(self.world, [row(car, "holder-2")]),
                  "since when it is held": lambda: register(self.world, [row(car, "holder-2", "2021-02-03")]),
                  "deregistration": lambda: self.world.sql(f"UPDATE registry SET ended = 'scrapped' WHERE {mine}"),
                  "what was at fault": lambda: record(faultdescription="异响"),
                  "findings": lambda: self.world.sql(f"UPDATE repair SET findings = 'O1' WHERE {mine}")}
        for what, change in hidden.items():
            before = version()
            change()
            self.assertNotEqual(version(), before, what)  # owners' pages and caches follow
            time.sleep(0.5)
            self.assertEqual(self.client.look(car["vin"])["etag"], tag, what)
            self.assertEqual(self.client.changes()["changes"], [], what)
        shown = {"kilometres": lambda: record(odometer="22222"),
                 "first registration": lambda: self.world.sql(f"UPDATE registry SET first_registered = '2019-05-05' WHERE {mine}"),
                 "contested": lambda: self.world.sql(f"UPDATE repair SET disputed = true WHERE {mine}")}
        for count, (what, change) in enumerate(shown.items(), 1):
            change()
            events = self.client.until(count)
            self.assertEqual(len(events), count, what)
            self.assertEqual(self.client.look(car["vin"])["etag"], events[-1]["etag"], what)
            self.assertNotEqual(events[-1]["etag"], tag, what)
            tag = events[-1]["etag"]
        self.assertEqual([e["kind"] for e in events], ["CORRECTED", "CORRECTED", "DISPUTED"])

    def test_what_changed_between_the_look_and_the_watch_is_told_too(self):
        """The trail is drained a moment later: whoever looked just before must not miss what came in between."""
        for n in range(12):
            v = self.vin(n)
            self.upload(v, "first")
            self.client.look(v)
            self.upload(v, "second")
        events = self.client.until(12)
        self.assertEqual(len({e["handle"] for e in events}), 12)
        for n in range(12):
            handle = self.client.look(self.vin(n))["handle"]
            last = [e for e in events if e["handle"] == handle][-1]
            self.assertEqual(self.client.summary(last).header("etag"), last["etag"])

    def test_nobody_is_told_of_what_they_did_not_look_at(self):
        other = Client(self.world, self.server, "Another")
        self.client.look(self.vin())
        self.watched(self.client, 0)
        time.sleep(0.5)
        self.upload(self.vin(), "a")
        self.upload(self.vin(1), "b")
        self.assertEqual(len(self.client.until(1)), 1)
        time.sleep(0.5)
        self.assertEqual((other.changes()["changes"], len(self.client.changes()["changes"])), ([], 1))

    def test_pages_follow_each_other_by_link(self):
        for n in range(7):
            self.client.look(self.vin(n))
        self.watched(self.client, 7)
        for n in range(7):
            self.upload(self.vin(n), "a")
        self.assertEqual(len(self.client.until(7)), 7)
        seen, path = [], "/v1/changes?after=0&limit=3"
        while path:
            answer = self.client.ask("GET", path)
            seen += [e["seq"] for e in answer.json["changes"]]
            link = answer.header("link")
            self.assertEqual(answer.json["more"], link is not None)
            self.assertEqual(answer.json["next_after"], seen[-1])
            path = link and link[1:link.index(">")]
        self.assertEqual(seen, list(range(1, 8)))
        for query, pointer in (("after=x", "#/after"), ("after=-1", "#/after"), ("limit=0", "#/limit"), ("limit=1001", "#/limit"), ("wait=31", "#/wait"),
                               ("wait=", "#/wait")):
            answer = self.client.ask("GET", f"/v1/changes?{query}")
            self.assertEqual((answer.status, answer.json["errors"]), (400, [{"pointer": pointer}]), query)

    def test_whoever_waits_is_answered_when_something_comes(self):
        self.client.look(self.vin())
        self.watched(self.client, 1)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            began = time.monotonic()
            waiting = pool.submit(self.client.changes, 0, "&wait=30")
            time.sleep(0.7)
            self.assertFalse(waiting.done())
            self.upload(self.vin(), "a")
            self.assertEqual(len(waiting.result()["changes"]), 1)
            self.assertLess(time.monotonic() - began, 10)
        began = time.monotonic()
        self.assertEqual(self.client.changes(1, "&wait=1"), {"changes": [], "next_after": 1, "more": False})
        self.assertGreater(time.monotonic() - began, 0.9)

    def test_one_client_took_all_places_to_wait(self):
        with World(CHEDANG_THREADS=1) as world:
            server = world.server().start()
            greedy, other = Client(world, server, "Greedy"), Client(world, server, "Other")

            def wait(client):
                began = time.monotonic()
                client.changes(0, "&wait=3")
                return time.monotonic() - began > 2

            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                waited = [pool.submit(wait, greedy) for _ in range(10)]
                time.sleep(0.5)
                self.assertTrue(pool.submit(wait, other).result())
                self.assertEqual(sum(w.result() for w in waited), 4)
            self.assertTrue(wait(greedy))  # the places are free again

    def test_who_waited_was_told_after_the_token_had_ended(self):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            waiting = pool.submit(self.client.ask, "GET", "/v1/changes?wait=30")
            other = Client(self.world, self.server, "Its contract ends")
            others = pool.submit(other.ask, "GET", "/v1/changes?wait=30")
            time.sleep(0.7)
            self.assertFalse(waiting.done() or others.done())
            self.world.sql("UPDATE contract SET valid_until = now() WHERE client_id = (SELECT max(id) FROM client)")
            self.world.command("client", "revoke", self.client.name)
            self.assertEqual([(a.status, a.json["code"]) for a in (waiting.result(3), others.result(3))],
                             [(401, "token_invalid"), (403, "contract_ended")])

    def test_a_watch_is_kept_for_longer_and_ended(self):
        handle = self.client.look(self.vin())["handle"]
        self.watched(self.client, 1)
        path = f"/v1/vehicles/{handle}/watch"
        self.assertEqual(self.client.ask("PUT", path).status, 204)
        days = "SELECT extract(epoch FROM max(until) - now()) / 86400 FROM watch WHERE client_id = (SELECT max(id) FROM client)"
        self.assertGreater(float(self.world.sql(days)[0][0]), 364)
        self.assertEqual(self.client.ask("DELETE", path).status, 204)
        self.upload(self.vin(), "a")
        time.sleep(0.7)
        self.assertEqual(self.client.changes()["changes"], [])
        self.assertEqual(self.client.ask("PUT", "/v1/vehicles/nonsense/watch").status, 404)
        self.assertEqual(Client(self.world, self.server, "B").ask("PUT", path).status, 404)

    def test_what_is_not_kept_any_more_is_said(self):
        self.client.look(self.vin())
        self.watched(self.client, 1)
        for n in range(3):
            self.upload(self.vin(), f"n{n}")
        self.client.until(3)
        mine = "client_id = (SELECT max(id) FROM client)"
        self.world.sql(f"UPDATE feed SET noted_at = now() - interval '31 days' WHERE seq <= 2 AND {mine}")
        ends = time.monotonic() + 90
        while self.client.ask("GET", "/v1/changes?after=0").status == 200 and time.monotonic() < ends:
            time.sleep(1)  # the minute's sweep
        answer = self.client.ask("GET", "/v1/changes?after=0")
        self.assertEqual((answer.status, answer.json["code"], answer.json["last"]), (410, "feed_gone", 3))
        self.assertEqual([e["seq"] for e in self.client.changes(2)["changes"]], [3])
        self.assertEqual(self.client.ask("GET", "/v1/changes?after=4").status, 410)


class Storm(unittest.TestCase):
    def behind(self, client, now):
        """The vehicles of which the client was last told something else than what is; where nothing is left, nothing is compared."""
        known = {event["handle"]: event["etag"] for event in client.until(1)}
        self.assertGreater(len(known), 20)
        return {h: etag for h, etag in known.items() if now[h] not in (None, etag)}

    def test_no_change_is_missed_or_told_twice_while_servers_are_killed_and_transactions_linger(self):
        """Two servers, writers, readers that look for the first time, a long transaction; in the end each client knows the
        last state of each of its vehicles, and the numbers have no gap."""
        with World(CHEDANG_ADDRESS_BURST=1000000) as world:
            servers = [world.server().start() for _ in range(2)]
            _, workshop = world.workshop(servers[0])
            clients = [Client(world, servers[n % 2], f"C{n}") for n in range(3)]
            vins, stop = [vin(720000 + n) for n in range(40)], threading.Event()

            def write(seed):
                chance = random.Random(seed)
                while not stop.is_set():
                    try:
                        servers[0].v1("lcipprocarfixrecordadd", correction(workshop, chance.choice(vins), f"S{seed}-{chance.randrange(60)}", chance.randrange(90000)))
                    except OSError:
                        time.sleep(0.05)

            def look(client, seed):
                chance = random.Random(seed)
                while not stop.is_set():
                    try:
                        client.look(chance.choice(vins))
                    except (OSError, ValueError):
                        time.sleep(0.05)
                    time.sleep(0.02)

            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                work = [pool.submit(write, n) for n in range(4)] + [pool.submit(look, c, n) for n, c in enumerate(clients)]
                lingering = pool.submit(world.sql, "BEGIN; SELECT pg_current_xact_id(); SELECT pg_sleep(4); COMMIT")
                for _ in range(3):
                    time.sleep(1.5)
                    servers[1].kill()
                    servers[1].start()
                stop.set()
                lingering.result()
                for each in work:
                    each.result()
            for client in clients:
                now = {s["handle"]: s.get("etag") for s in map(client.look, vins)}
                ends = time.monotonic() + 60
                while self.behind(client, now) and time.monotonic() < ends:
                    time.sleep(0.2)
                self.assertEqual(self.behind(client, now), {})
            doubled = world.sql("SELECT count(*) FROM (SELECT 1 FROM feed GROUP BY client_id, vehicle_key, version HAVING count(*) > 1) AS twice")
            self.assertEqual(doubled, [["0"]])


if __name__ == "__main__":
    unittest.main()
