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
from world import World, figure, repair, size, vin

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

    def put_back(self, change):
        """Of the copy, as if it had been so when the program stopped."""
        copy = self.copy()
        change(copy)
        (self.folder / "copy.json").write_text(json.dumps(copy))


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

    def test_vehicles_are_asked_for_again_when_their_handles_are_over(self):
        """What the program has are handles of three epochs ago. That one of them is unknown does not say that nothing is recorded,
        and no vehicle is in the copy twice."""
        _, workshop = self.world.workshop(self.server)
        engineer, vins = Engineer(self.world, self.server), [vin(740000 + n) for n in range(3)]
        watch = f"watch USING client WHERE client.id = client_id AND public_id = '{engineer.client_id}'"

        def upload(number):
            for v in vins:
                self.assertEqual(self.server.v1("lcipprocarfixrecordadd", repair(workshop, v, f"{v}-{number}")).json["code"], "1")

        def run(done):
            engineer.start(vins)
            try:
                engineer.until(done)
                engineer.until(engineer.up_to_date)
            finally:
                engineer.stop()

        def of_three_epochs_ago(copy):
            copy["vehicles"] = {event["handle"]: {"etag": None, "summary": None} for event in events}

        upload(1)
        run(lambda: engineer.has(3))
        new = set(engineer.copy()["vehicles"])
        self.assertEqual(len(new), 3)
        self.until_watched(engineer, 3)
        self.world.sql(f"UPDATE watch SET epoch = epoch - 3 FROM client WHERE client.id = client_id AND public_id = '{engineer.client_id}'")
        upload(2)
        ask = {"headers": {"Authorization": f"Bearer {self.server.token(engineer.client)}"}}
        ends = time.monotonic() + 20
        while len(events := self.server.ask("GET", "/v1/changes", **ask).json["changes"]) < 3:
            self.assertLess(time.monotonic(), ends)
            time.sleep(0.1)
        self.assertTrue(new.isdisjoint(event["handle"] for event in events))
        self.world.sql(f"DELETE FROM {watch}")
        engineer.put_back(of_three_epochs_ago)
        run(lambda: set(engineer.copy()["vehicles"]) == new)
        self.assertEqual({kept["summary"]["record_count"] for kept in engineer.copy()["vehicles"].values()}, {2})

        # For 180 days nothing came, and so it was watched no more; what changed then nobody told.
        self.until_watched(engineer, 3)
        self.world.sql(f"DELETE FROM {watch}")
        upload(3)
        engineer.put_back(lambda copy: copy.update(asked=copy["asked"] - 81 * 86_400_000))
        run(lambda: {kept["summary"]["record_count"] for kept in engineer.copy()["vehicles"].values()} == {3})
        self.assertEqual(set(engineer.copy()["vehicles"]), new)

    def until_watched(self, engineer, count):
        """Until the looks are drained and compared."""
        ends = time.monotonic() + 20
        while self.world.sql(f"""SELECT count(*) FROM watch JOIN client ON client.id = client_id
                                  WHERE public_id = '{engineer.client_id}' AND NOT fresh""") != [[str(count)]]:
            self.assertLess(time.monotonic(), ends)
            time.sleep(0.1)

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
