"""All families at once: malformed, doubled, re-ordered and re-sent messages end with exactly the expected histories."""
import collections
import concurrent.futures
import random
import unittest

from families import Openapi, chengdu, foshan, foshan_record, item, ministry_batch, ministry_element, received, text, v0, v0_record, v1
from world import World, repair, size, vin

FAMILIES = ("v0", "v1", "ministry", "foshan", "chengdu", "v2")


class Settlement:
    """One bill as its program would send it: what identifies it, and what it says now. Its reading is its own alone."""

    def __init__(self, number, family):
        self.number, self.family, self.vin = f"{family}-{number}", family, vin(700000 + number // 3)
        self.km, self.day = 1000 + number, "03"

    def correct(self):
        if self.family == "v2":  # has no mileage in a correction
            self.day = "04"
        else:
            self.km += 500000

    def history(self):
        return str(self.km), f"2024-01-{self.day}"


class Storm(unittest.TestCase):
    def setUp(self):
        self.seed = random.randrange(10**6)
        self.random = random.Random(self.seed)
        self.world = World(CHEDANG_ADDRESS_BURST=10**6, CHEDANG_WORKSHOP_BURST=10**6, CHEDANG_LEASE_MS=100)
        self.addCleanup(self.world.close)
        self.server = self.world.server().start()
        self.code, self.token = self.world.workshop(self.server)
        self.program = Openapi(self.world, self.server, self.code)

    # What a program of each family would send.
    def v1_message(self, s):
        return repair(self.token, s.vin, s.number, odometer=str(s.km), settled=f"202401{s.day}", repairdate="20240102")

    def send(self, s, wrong=None):
        """One message; `wrong` is done to its text. For v2 all three steps, or a part of them."""
        odd = wrong or (lambda words: words)
        if s.family == "v1":
            v1(self.server, "lcipprocarfixrecordadd", odd(text(self.v1_message(s))))
        elif s.family == "v0":
            message = v0_record(self.token, s.vin, s.number, repairmile=str(s.km), settledate=f"2024-01-{s.day}")
            v0(self.server, "lcipcarfixrecordadd", odd(text(message)))
        elif s.family == "ministry":
            one = ministry_element(self.token, s.vin, s.number, odometer=str(s.km), settled=f"202401{s.day}", repairdate="20240102")
            ministry_batch(self.server, odd(text([one, one])))
        elif s.family == "foshan":
            message = foshan_record(self.token, s.vin, s.number, odometer=str(s.km), settled=f"202401{s.day}", repairdate="20240102")
            foshan(self.server, "upRepairInfo", "repairdata", odd(text(message)), self.random.choice(("GET", "POST")))
        elif s.family == "chengdu":
            chengdu(self.server, "record", odd(text(self.v1_message(s))))
        elif wrong is not None:
            fields = self.program.fields(**received(s.number, s.vin))
            self.program.send("insert", wrong(text({**fields, "sign": "0" * 32})))
        else:
            self.steps(s, self.random.sample(range(3), 3))

    def steps(self, s, order):
        p = self.program
        for step in order:
            (lambda: p.insert(s.number, s.vin, repairMileage=s.km), lambda: p.items(s.number, item()),
             lambda: p.settle(s.number, payTime=f"2024-01-{s.day} 10:00:00"))[step]()

    def wrongs(self):
        """What may happen to a text on its way."""
        cut = self.random.random()
        return self.random.choice((
            lambda words: words[:int(len(words) * cut)],
            lambda words: words.replace('"repairprojectlist"', '"repairprojectlist":]', 1) if "repairprojectlist" in words else words[:-2],
            lambda words: words.replace(self.token, "0" * 32),
            lambda words: words.replace("LSV", "ISV"),
            lambda words: words.encode("gbk")[:-1].decode("gbk", "ignore"),
            lambda words: words + "}"))

    def all_together(self, jobs):
        self.random.shuffle(jobs)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(*job) for job in jobs]:
                done.result()

    def seen(self):
        """Each vehicle's readings and days; a vehicle is known by its readings."""
        vehicles = collections.defaultdict(set)
        rows = self.world.sql("SELECT encode(vehicle_key, 'hex'), odometer_km, settled_on FROM repair")
        for key, km, day in rows:
            vehicles[key].add((km, day))
        self.assertEqual(sum(map(len, vehicles.values())), len(rows), "a record stands twice")
        return sorted(sorted(records) for records in vehicles.values())

    def expected(self, settlements):
        vehicles = collections.defaultdict(set)
        for s in settlements:
            vehicles[s.vin].add(s.history())
        return sorted(sorted(records) for records in vehicles.values())

    def test_histories_are_exactly_what_was_meant(self):
        settlements = [Settlement(i, FAMILIES[i % len(FAMILIES)]) for i in range(size(60, 600))]
        with self.subTest(seed=self.seed):
            jobs = [(self.send, s) for s in settlements for _ in range(self.random.randint(1, 3))]
            self.all_together(jobs + [(self.send, s, self.wrongs()) for s in settlements for _ in range(2)])
            # What was told that its order is not known is sent once more, in order.
            self.all_together([(self.steps, s, range(3)) for s in settlements if s.family == "v2"])
            self.assertEqual(self.seen(), self.expected(settlements))
            corrected = self.random.sample(settlements, len(settlements) // 2)
            for s in corrected:
                s.correct()
            self.all_together([(self.again, s) for s in corrected for _ in range(2)])
            self.assertEqual(self.seen(), self.expected(settlements))
            self.assertEqual(self.world.sql("SELECT count(*) FROM workshop_order"), [["0"]])

    def again(self, s):
        if s.family == "v2":
            self.program.correct(s.number, s.vin, payTime=f"2024-01-{s.day} 10:00:00")
        else:
            self.send(s)


if __name__ == "__main__":
    unittest.main()
