"""Somebody puts the wall clock forward or back while the service runs: it goes on as if nothing had happened."""
import http.client
import json
import pathlib
import subprocess
import time
import unittest

from world import CHEDANG, World, repair, vin

DAY = 24 * 3600
FAKER = "libfaketime.so.1"


def library(name):
    """Where it is that the program uses, or that its package has put."""
    used = subprocess.run(["ldd", CHEDANG], capture_output=True, text=True, check=True).stdout
    for line in used.splitlines():
        if name in line:
            return line.split("=>")[1].split()[0]
    return str(next(pathlib.Path("/usr/lib").glob(f"*/faketime/{name}")))


class Clock(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.clock = self.world.folder / "clock"
        self.put(0)
        first = [library("libasan.so")] if "libasan" in subprocess.run(["ldd", CHEDANG], capture_output=True, text=True).stdout else []
        self.server = self.world.server(LD_PRELOAD=" ".join([*first, library(FAKER)]), FAKETIME_TIMESTAMP_FILE=self.clock, FAKETIME_NO_CACHE=1,
                                        FAKETIME_DONT_FAKE_MONOTONIC=1, CHEDANG_LOG_LEVEL=3).start()
        _, self.workshop = self.world.workshop(self.server)
        self.client = self.world.client()
        self.token = self.server.token(self.client)

    def put(self, seconds):
        """The wall clock of the server, so many seconds from ours."""
        new = self.clock.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n")
        new.rename(self.clock)

    def works(self, number):
        """An upload is acknowledged a lease after it was stored, no sooner and not much later, and is there then."""
        begun = time.monotonic()
        answer = self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, vin(1), f"C-{number}", odometer=str(1000 * number)))
        took = time.monotonic() - begun
        self.assertEqual(answer.json["code"], "1")
        self.assertTrue(0.15 <= took < 5, took)
        self.assertEqual(self.server.lookup(self.token, vin(1)).json["record_count"], number)

    def trusted(self):
        """Whether what is cached is believed, which takes a poll every moment."""
        self.server.lookup(self.token, vin(1))
        before = self.server.metric("polls"), self.server.metric("lookups_postgres")
        time.sleep(1)
        for _ in range(20):
            self.assertEqual(self.server.lookup(self.token, vin(1)).status, 200)
        return self.server.metric("polls") - before[0] > 5 and self.server.metric("lookups_postgres") == before[1]

    def step(self, seconds):
        self.works(1)
        self.put(seconds)
        self.works(2)
        self.assertTrue(self.trusted())
        self.works(3)

    def test_back_by_a_day(self):
        self.step(-DAY)

    def test_forward_by_a_day(self):
        self.step(DAY)

    def test_forward_and_back_with_a_connection_open(self):
        """One that waits between two requests is not closed by the step."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        body = json.dumps({"vin": vin(1), "purpose": "used_car_listing", "reference": "kept"})
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        for number, seconds in enumerate((0, 3600, -3600, 0), 1):
            self.put(seconds)
            self.works(number)
            connection.request("POST", "/v1/lookups", body, headers)
            answer = connection.getresponse()
            self.assertEqual((answer.status, json.loads(answer.read())["record_count"]), (200, number))
            self.assertIsNotNone(connection.sock)


if __name__ == "__main__":
    unittest.main()
