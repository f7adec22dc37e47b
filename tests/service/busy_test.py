"""When PostgreSQL keeps everybody waiting: who waits, who is refused, and who asks."""
import json
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from world import World, vin

MANY = 60


class Busy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_THREADS=1, CHEDANG_MEMORY_MIB=0, CHEDANG_REDIS="", CHEDANG_LOOKUPS_WAITING=8,
                          CHEDANG_DB_TIMEOUT_MS=10000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.token = cls.server.token(cls.world.client())

    def hold(self, table, seconds):
        """Nobody reads the table for so long, from now on."""
        held = threading.Thread(target=self.world.sql, args=(f"BEGIN; LOCK TABLE {table}; SELECT pg_sleep({seconds}); COMMIT;",))
        held.start()
        self.addCleanup(held.join)
        until = time.monotonic() + 5
        while self.world.sql(f"SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' "
                             f"AND relation = 'chedang.{table}'::regclass") != [["1"]]:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)

    def ask(self, number):
        begun = time.monotonic()
        answer = self.server.lookup(self.token, vin(number), reference=f"case-{number}")
        return time.monotonic() - begun, answer

    def test_who_would_only_wait_is_refused_at_once_and_a_batch_waits(self):
        self.ask(0)  # the token is known
        self.hold("vehicle", 3)
        with ThreadPoolExecutor(MANY + 1) as pool:
            lines = "\n".join(json.dumps({"vin": vin(500 + i), "purpose": "other", "reference": "r"}) for i in range(70))
            batch = pool.submit(self.server.ask, "POST", "/v1/lookups/batch", lines,
                                {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"}, 30)
            time.sleep(0.1)  # it is on its way; else its lines may stand before those that wait alone
            answers = list(pool.map(self.ask, range(1, MANY)))
            refused = [(took, answer) for took, answer in answers if answer.status == 503]
            self.assertEqual({answer.json["code"] for _, answer in refused}, {"busy"})
            self.assertEqual({answer.header("retry-after") for _, answer in refused}, {"2"})
            self.assertLess(min(took for took, _ in refused), 1)
            waited = [answer for _, answer in answers if answer.status == 404]
            self.assertGreaterEqual(len(waited), 8)
            self.assertEqual(len(waited) + len(refused), MANY - 1)
            self.assertEqual({json.loads(line)["status"] for line in batch.result().body.splitlines()}, {404})

    def test_all_who_ask_with_one_token_share_one_question(self):
        time.sleep(0.6)  # nothing is known of it any more
        self.hold("client_token", 1.5)
        before = self.server.metric("db_statements")
        with ThreadPoolExecutor(MANY) as pool:
            answers = [answer for _, answer in pool.map(self.ask, [7] * MANY)]
        self.assertLessEqual({answer.status for answer in answers}, {404, 503})
        self.assertIn(404, {answer.status for answer in answers})
        # A question for each 500 ms that it was held; polls and look-ups besides.
        self.assertLess(self.server.metric("db_statements") - before, MANY / 2)


if __name__ == "__main__":
    unittest.main()
