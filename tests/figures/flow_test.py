"""F1: uploads as they come from a whole province, and how soon what is odd about one can be seen.

A thousand records a second for a minute, from vendors in batches and from workshops one at a time; none may be refused or lost.
"""
import http.client
import json
import threading
import time
import unittest

from repairs_test import record
from world import World, figure, size, vin

RATE, SECONDS, VENDORS, SINGLE, LINES = size(100, 1000), size(5, 60), 4, 8, 50


class Flow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=10000000, CHEDANG_WORKSHOP_BURST=10000000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.codes = [cls.world.workshop(cls.server, f"上海第{i}汽车维修有限公司")[0] for i in range(VENDORS + SINGLE)]
        cls.tokens = []
        for code in cls.codes[:VENDORS]:
            vendor = cls.world.client("A vendor", audience="vendor")
            cls.world.command("client", "workshop-add", vendor["client_id"], code)
            cls.tokens.append(cls.server.token(vendor))
        cls.tokens += [cls.server.token(cls.world.client("A workshop", "--workshop", code, audience="workshop")) for code in cls.codes[VENDORS:]]

    def send(self, connection, token, body, kind):
        connection.request("POST", "/v1/repairs", body, {"Authorization": f"Bearer {token}", "Content-Type": kind})
        response = connection.getresponse()
        return response.status, response.read()

    def vendor(self, number, rate):
        """A batch whenever one is due."""
        connection, due, sent = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60), time.monotonic(), 0
        while sent < rate * SECONDS:
            body = "\n".join(json.dumps(record(f"flow-{number}-{sent + i}", vin(number * 20000 + (sent + i) % 20000), workshop=self.codes[number])) for i in range(LINES))
            _, answer = self.send(connection, self.tokens[number], body, "application/x-ndjson")
            self.statuses.extend(json.loads(line)["status"] for line in answer.splitlines())
            sent += LINES
            due += LINES / rate
            self.late = max(self.late, time.monotonic() - due)
            time.sleep(max(0, due - time.monotonic()))

    def workshop(self, number):
        """Odd ones, each until it can be seen that it is."""
        connection, until, sent = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60), time.monotonic() + SECONDS, 0
        while time.monotonic() < until:
            began = time.monotonic()
            body = json.dumps(record(f"odd-{number}-{sent}", vin(100000 + number * 1000 + sent % 1000), works=[{"name": "钣金", "hours": 30}]))
            status, answer = self.send(connection, self.tokens[number], body, "application/json")
            self.statuses.append(status)
            connection.request("GET", f"/v1/repairs/{json.loads(answer)['handle']}", headers={"Authorization": f"Bearer {self.tokens[number]}"})
            told = json.loads(connection.getresponse().read())
            self.assertIn("L1", [finding["code"] for finding in told["findings"]])
            self.seen.append(time.monotonic() - began)
            sent += 1

    def test_all_that_a_province_sends_is_stored_and_findings_are_seen_within_a_second(self):
        self.statuses, self.seen, self.late = [], [], 0
        began = time.monotonic()
        threads = [threading.Thread(target=self.vendor, args=(i, RATE / VENDORS)) for i in range(VENDORS)]
        threads += [threading.Thread(target=self.workshop, args=(VENDORS + i,)) for i in range(SINGLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = len(self.statuses) / (time.monotonic() - began)
        slowest = sorted(self.seen)[int(len(self.seen) * 0.99)]
        figure("F1", f"{len(self.statuses)} records in {SECONDS} s", f"{RATE}/s, none refused, findings within 1 s", f"{rate:.0f}/s, p99 {slowest:.2f} s")
        self.assertEqual(set(self.statuses), {201})
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM repair")[0][0]), len(self.statuses))
        self.assertGreater(rate, 0.95 * RATE, f"a batch was {self.late:.1f} s late")
        self.assertLess(slowest, 1)


if __name__ == "__main__":
    unittest.main()
