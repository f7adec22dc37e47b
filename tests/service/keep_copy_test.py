"""An outside engineer keeps a copy of many vehicles' summaries with the program that /docs prints, whatever happens meanwhile."""
import json
import os
import random
import re
import subprocess
import threading
import time
import unittest

from docs_test import Blocks
from world import World, figure, repair, size

VEHICLES = size(1500, 10000)


class Engineer:
    """Has what /docs prints, a client and a key, in a folder of their own."""

    def __init__(self, world, server, *words):
        self.world, self.server = world, server
        self.programs = Blocks(server.ask("GET", "/docs", headers={"Accept-Language": "en"}).body.decode()).found
        self.client = world.client("An engineer", *words)
        self.client_id = self.client["client_id"]
        self.folder = world.folder / f"engineer-{self.client_id}"
        self.folder.mkdir()
        (self.folder / "keep-copy.mjs").write_text(self.programs["keep-copy.mjs"])
        self.kid = self.new_key()

    def new_key(self):
        subprocess.run(["bash", "-ec", self.programs["new-key.sh"]], cwd=self.folder, check=True, capture_output=True)
        added = self.world.command("client", "key-add", self.client_id, "--public-key", str(self.folder / "client.pub"))
        return added.stdout.strip().removeprefix("kid=")

    def rotate(self):
        """The new key is in its place before the old one is ended."""
        old, self.kid = self.kid, self.new_key()
        self.world.command("client", "key-end", old)

    def start(self, vins):
        (self.folder / "vehicles.txt").write_text("\n".join(vins) + "\n")
        self.faults = (self.folder / "faults").open("a")
        self.program = subprocess.Popen(["node", "keep-copy.mjs"], cwd=self.folder, stdout=subprocess.PIPE, stderr=self.faults, text=True,
                                        env={"PATH": os.environ["PATH"], "CHEDANG_URL": self.server.url, "CLIENT_ID": self.client_id})
        self.said = []
        self.listening = threading.Thread(target=lambda: self.said.extend(self.program.stdout))  # line by line, as they come
        self.listening.start()

    def stop(self):
        self.program.kill()
        self.program.wait()
        self.listening.join()
        self.faults.close()

    def until(self, done, seconds=120):
        ends = time.monotonic() + seconds
        while not done():
            assert self.program.poll() is None and time.monotonic() < ends, (self.said[-3:], (self.folder / "faults").read_text()[-2000:])
            time.sleep(0.1)

    def copy(self):
        file = self.folder / "copy.json"
        return json.loads(file.read_text()) if file.exists() else {"lines": 0, "after": 0}

    def has(self, lines):
        return self.copy()["lines"] >= lines

    def up_to_date(self):
        last = self.world.sql(f"""SELECT coalesce(max(last), 0) FROM feed_head JOIN client ON client.id = feed_head.client_id
                                   WHERE client.public_id = '{self.client_id}'""")
        return self.copy()["after"] == int(last[0][0])


class KeepCopy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=10**7, CHEDANG_LOOKUP_BURST=10**7, CHEDANG_WORKSHOP_BURST=10**7)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()

    def answers(self, token, vins):
        """What the service says of each vehicle now, as the program keeps it."""
        found = {}
        for begin in range(0, len(vins), 1000):
            lines = "\n".join(json.dumps({"vin": v, "purpose": "used_car_listing", "reference": "check"}) for v in vins[begin:begin + 1000])
            answer = self.server.ask("POST", "/v1/lookups/batch", lines.encode(), timeout=60,
                                     headers={"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"})
            for line in map(json.loads, answer.body.splitlines()):
                found[line["handle"]] = {"etag": line.get("etag"), "summary": line.get("summary")}
        return found

    def test_the_sandbox_is_kept(self):
        self.world.command("sandbox", "load")
        engineer = Engineer(self.world, self.server, "--sandbox")
        token = self.server.token(engineer.client)
        cases = self.server.ask("GET", "/v1/sandbox", headers={"Authorization": f"Bearer {token}"}).json["vehicles"]
        vins = [case["vin"] for case in cases if case["status"] in (200, 404)]
        engineer.start(vins)
        try:
            engineer.until(lambda: engineer.has(len(vins)))
            kept = engineer.copy()["vehicles"].values()
            self.assertEqual((len(kept), sum(one["summary"] is None for one in kept)),
                             (len(vins), sum(case["status"] == 404 for case in cases)))
        finally:
            engineer.stop()

    def test_many_vehicles_are_kept_through_changes_restarts_and_another_key(self):
        lines = self.world.command("demo", "--vehicles", str(VEHICLES), "--seed", "5").stdout
        self.world.command("import", "-", input=lines)
        vins = sorted(set(re.findall(r'"vin":"([A-HJ-NPR-Z0-9]{17})"', lines)))
        self.assertGreater(len(vins), VEHICLES * 0.9)
        _, workshop = self.world.workshop(self.server)
        engineer, chance = Engineer(self.world, self.server, "--bulk"), random.Random(5)

        def upload(count, name):
            for n in range(count):
                message = repair(workshop, chance.choice(vins), f"{name}-{n}", odometer=str(chance.randrange(200000)))
                self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")

        engineer.start(vins)
        try:
            engineer.until(lambda: engineer.has(VEHICLES // 10))
            upload(100, "early")
            self.server.kill()
            self.server.start()
            engineer.until(lambda: engineer.has(VEHICLES * 4 // 10))
            engineer.rotate()
            upload(100, "later")
            engineer.until(lambda: engineer.has(VEHICLES * 7 // 10))
            engineer.stop()
            engineer.start(vins)
            engineer.until(lambda: engineer.has(len(vins)))
            upload(100, "last")
            self.server.stop()
            self.server.start()
            engineer.rotate()
            upload(50, "even after that")
            time.sleep(2)  # for what was told of and is being asked for
            engineer.until(engineer.up_to_date)
        finally:
            engineer.stop()
        kept, true = engineer.copy()["vehicles"], self.answers(self.server.token(engineer.client), vins)
        wrong = [handle for handle in true if kept.get(handle) != true[handle]]
        figure("C8", f"{len(vins)} vehicles, 350 uploads, the program, the service and the key changed meanwhile", "0 differ", f"{len(kept)} kept, {len(wrong)} differ")
        self.assertEqual(len(kept), len(vins))
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
