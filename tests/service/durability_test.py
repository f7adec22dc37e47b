"""What was acknowledged is there, once, whatever is killed; and what happens while a store is away."""
import concurrent.futures
import http.client
import itertools
import json
import random
import socket
import threading
import time
import unittest

from world import V1, World, figure, repair, size, vin

CODE_BUSY = ("-98", "-99")


class Stream:
    """Uploads with numbered records from several threads, each repeated until it is acknowledged."""

    def __init__(self, server, token, first, threads=6):
        self.server, self.token = server, token
        self.numbers, self.acknowledged, self.ending = itertools.count(first), [], False
        self.threads = [threading.Thread(target=self.run) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while not self.ending:
            number = next(self.numbers)
            message = repair(self.token, vin(200000 + number % 50), f"stream-{number}", odometer=str(number))
            until = time.monotonic() + 30
            while self.answer(message) != "1" and time.monotonic() < until:
                time.sleep(0.05)
            self.acknowledged.append(number)  # with a doubt when the time was up: then it counts as missing

    def answer(self, message):
        try:
            return self.server.v1("lcipprocarfixrecordadd", message).json["code"]
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return None

    def end(self):
        self.ending = True
        for thread in self.threads:
            thread.join()


class Durability(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=10**7, CHEDANG_WORKSHOP_BURST=10**7, CHEDANG_ADDRESS_BURST=10**7,
                          CHEDANG_LOG_LEVEL=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.token = cls.server.token(cls.world.client())

    def stored(self, least, most):
        """How often each odometer reading of the range is stored."""
        return {int(km): int(count) for km, count in self.world.sql(
            f"SELECT odometer_km, count(*) FROM repair WHERE odometer_km BETWEEN {least} AND {most} GROUP BY 1")}

    def upload(self, v, number, **more):
        return self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, v, number, **more))

    def restart_server(self):
        self.server.kill()
        self.server.start(wait=False)

    def wait_until(self, seconds, done, what):
        until = time.monotonic() + seconds
        while not done():
            self.assertLess(time.monotonic(), until, f"{what}: {self.server.log()[-2000:]}")
            time.sleep(0.05)

    def test_an_acknowledged_record_survives_every_kill(self):
        stream = Stream(self.server, self.workshop, 100000)
        rounds = size(4, 20)
        for _ in range(rounds):
            for kill in (self.restart_server, self.world.kill_redis, self.world.kill_postgres):
                enough = len(stream.acknowledged) + 5
                self.wait_until(60, lambda: len(stream.acknowledged) >= enough, "nothing is acknowledged any more")
                time.sleep(random.random() * 0.5)
                kill()
                self.world.start_stores()
        stream.end()
        self.server.wait_ready()
        stored = self.stored(100000, 199999)
        missing = sum(n not in stored for n in stream.acknowledged)
        figure("C2", f"{len(stream.acknowledged)} acknowledged, {rounds} kills each of service, Redis, PostgreSQL",
               "0 missing, 0 doubled", f"{missing} missing, {sum(count != 1 for count in stored.values())} doubled")
        self.assertGreaterEqual(len(stream.acknowledged), rounds * 3 * 5)
        self.assertEqual([n for n in stream.acknowledged if n not in stored], [])
        self.assertEqual([n for n, count in stored.items() if count != 1], [])
        self.assertEqual(len(stored), len(stream.acknowledged))

    def test_sending_again_after_a_dropped_connection_stores_one_record(self):
        """The client does not know whether its first request arrived, was stored, or was about to be answered."""
        trials = size(200, 1000)
        plates = [f"沪D{i:05}" for i in range(trials // 10)]  # else one plate were many vehicles', which is told
        plain = self.upload(vin(210000), "dropped-first", odometer="200000", vehicleplatenumber=plates[0]).body

        def trial(i):
            message = json.dumps(repair(self.workshop, vin(210000 + i // 10), f"dropped-{i}", odometer=str(200001 + i),
                                        vehicleplatenumber=plates[i // 10]), ensure_ascii=False).encode()
            with socket.create_connection(("127.0.0.1", self.server.port)) as s:
                s.sendall(f"POST {V1}lcipprocarfixrecordadd/query HTTP/1.1\r\nHost: x\r\nContent-Length: "
                          f"{len(message)}\r\n\r\n".encode() + message)
                time.sleep(random.choice((0, 0, 0.002, 0.02, 0.2)))
            return self.server.v1("lcipprocarfixrecordadd", message).body

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(trial, range(trials)))
        stored = self.stored(200000, 299999)
        figure("C3", f"{trials} connections dropped and the request sent again", "one record each, one answer",
               f"{len(stored) - 1} records, {sum(count - 1 for count in stored.values())} doubled, {len(set(answers))} answer")
        self.assertEqual(set(answers), {plain})
        self.assertEqual(stored, {200000 + i: 1 for i in range(trials + 1)})

    def test_without_redis_everything_is_as_true_as_ever(self):
        v = vin(220000)
        self.world.kill_redis()
        try:
            for i in range(10):
                self.assertEqual(self.upload(v, f"alone-{i}").json["code"], "1")
                answer = self.server.lookup(self.token, v)
                self.assertEqual((answer.status, answer.json["record_count"]), (200, i + 1))
        finally:
            self.world.start_stores()
        before, again = self.server.metric("lookups_redis"), itertools.count(10)

        def from_redis():
            """One loop makes the summary anew, and some time the other finds it in Redis."""
            number = next(again)
            self.assertEqual(self.upload(v, f"alone-{number}").json["code"], "1")
            for _ in range(6):
                self.assertEqual(self.server.lookup(self.token, v).json["record_count"], number + 1)
            return self.server.metric("lookups_redis") > before

        self.wait_until(5, from_redis, "Redis is back and not used")

    def test_without_postgresql_it_says_so_and_recovers_by_itself(self):
        v = vin(230000)
        self.assertEqual(self.upload(v, "before").json["code"], "1")
        self.world.kill_postgres()
        try:
            for i in range(3):
                begun = time.monotonic()
                answer = self.server.lookup(self.token, v)
                self.assertLess(time.monotonic() - begun, 3)
                self.assertEqual(answer.status, 503)
                self.assertIn(answer.json["code"], ("store_unavailable", "store_slow"))
                self.assertGreater(int(answer.header("retry-after")), 0)
                begun = time.monotonic()
                answer = self.upload(v, f"without-{i}")
                self.assertLess(time.monotonic() - begun, 3)
                self.assertIn(answer.json["code"], CODE_BUSY)
            self.assertEqual(self.server.inside("/readyz").status, 503)
            self.assertEqual(self.server.inside("/healthz").status, 200)
        finally:
            self.world.start_stores()
        self.wait_until(10, lambda: self.server.lookup(self.token, v).status == 200, "PostgreSQL is back and not used")
        self.wait_until(10, lambda: self.upload(v, "after").json["code"] == "1", "PostgreSQL is back and not used")
        self.assertEqual(self.server.lookup(self.token, v).json["record_count"], 2)

    def test_the_trail_survives_every_kill(self):
        v = vin(240000)
        self.assertEqual(self.upload(v, "looked-at").json["code"], "1")
        sent, answered, ending = itertools.count(), [], threading.Event()

        def look():
            while not ending.is_set():
                reference = f"kept-{next(sent)}"
                try:
                    if self.server.lookup(self.token, v, reference=reference).status == 200:
                        answered.append(reference)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for kill in (self.restart_server, self.world.kill_postgres, self.restart_server, self.restart_server):
            time.sleep(0.4 + random.random() * 0.4)
            kill()
            self.world.start_stores()
            self.server.wait_ready()
        time.sleep(0.5)
        ending.set()
        for thread in threads:
            thread.join()
        self.wait_until(10, lambda: set(answered) <= set(self.trail()), "a look-up has left no trail")
        lines = self.trail()
        self.assertGreater(len(answered), 100)
        self.assertEqual(len(lines), len(set(lines)), "a line is there twice")
        # A line is written before its answer leaves, so there may be one more for each thread and kill of the service.
        self.assertLessEqual(len(lines), len(answered) + 4 * 3)

    def trail(self):
        return [row[0] for row in self.world.sql("SELECT reference FROM trail WHERE reference LIKE 'kept-%'")]
