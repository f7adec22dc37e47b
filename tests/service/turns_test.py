"""One vendor with many connections floods; a workshop that sends one record at a time does not wait for it."""
import http.client
import json
import threading
import time
import unittest

from repairs_test import record
from world import World, figure, size, vin

CONNECTIONS, PROBES, TIMES = size(16, 64), size(20, 200), 12


class Turns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=1000000, CHEDANG_WORKSHOP_BURST=10000000, CHEDANG_THREADS=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, _ = cls.world.workshop(cls.server)
        cls.other, _ = cls.world.workshop(cls.server, "上海另一汽车维修有限公司")
        cls.token = cls.server.token(cls.world.client("One at a time", "--workshop", cls.code, audience="workshop"))
        vendor = cls.world.client("A flood", audience="vendor")
        cls.world.command("client", "workshop-add", vendor["client_id"], cls.other)
        cls.vendor = cls.server.token(vendor)

    def flood(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        batch = 0
        while not self.stop.is_set():
            body = "\n".join(json.dumps(record(f"flood-{number}-{batch}-{i}", vin(1000 + (number * 100 + i) % 5000), workshop=self.other)) for i in range(100))
            connection.request("POST", "/v1/repairs", body, {"Authorization": f"Bearer {self.vendor}", "Content-Type": "application/x-ndjson"})
            for line in connection.getresponse().read().splitlines():
                self.statuses.append(json.loads(line)["status"])
            batch += 1
        connection.close()

    def probe(self, name):
        """How long each of some records took, the longest last."""
        took = []
        for i in range(PROBES):
            began = time.monotonic()
            answer = self.server.ask("POST", "/v1/repairs", json.dumps(record(f"{name}-{i}", vin(10 + i))), {
                "Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}, timeout=60)
            self.assertEqual(answer.status, 201, answer.body)
            took.append(time.monotonic() - began)
        return sorted(took)

    def test_a_flood_of_one_does_not_keep_the_others_waiting(self):
        idle = self.probe("idle")
        self.stop, self.statuses = threading.Event(), []
        threads = [threading.Thread(target=self.flood, args=(i,)) for i in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        try:
            time.sleep(1)
            busy = self.probe("busy")
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()
        at = int(PROBES * 0.99) - 1
        ratio = busy[at] / idle[at]
        figure("F2", f"{CONNECTIONS} connections, {PROBES} probes", f"p99 within {TIMES} times idle", f"{ratio:.1f} ({busy[at] * 1000:.0f} ms)")
        self.assertLess(ratio, TIMES, f"{idle[at]:.3f} s, then {busy[at]:.3f} s")
        self.assertGreater(self.statuses.count(201), 100)
        self.assertLessEqual(set(self.statuses), {200, 201, 503})

    def test_one_sender_has_so_many_waiting_and_is_told_to_come_again(self):
        server = self.world.server(CHEDANG_SENDER_WAITING=1, CHEDANG_THREADS=1).start()
        self.addCleanup(server.stop)
        self.server, kept = server, self.server
        self.addCleanup(setattr, self, "server", kept)
        self.stop, self.statuses = threading.Event(), []
        threads = [threading.Thread(target=self.flood, args=(100 + i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 20
        while 503 not in self.statuses and time.monotonic() < until:
            time.sleep(0.1)
        self.stop.set()
        for thread in threads:
            thread.join()
        self.assertIn(503, self.statuses)
        self.assertIn(201, self.statuses)


if __name__ == "__main__":
    unittest.main()
