"""An owner is told of an odd record that its workshop leaves as it is for five working days: once, and of what is still so."""
import time
import unittest

from owner_test import CAR, claim, register, row, sign_in
from world import World, repair, vin


class FindingTold(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.car = {**CAR, "vin": vin(550001), "plate": "沪A55901", "engine_no": "EA888550001", "registration_no": "310000550001"}
        register(cls.world, [row(cls.car)])
        cls.browser = sign_in(cls.world, cls.server, "13900055901")

    def upload(self, number, **more):
        message = repair(self.workshop, self.car["vin"], number, vehicleplatenumber=self.car["plate"])
        message["basicInfo"].update(more)
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")

    def sweep(self):
        server = self.world.server(CHEDANG_SPOOL=str(self.world.folder / "spool-of-the-sweep")).start()
        until = time.monotonic() + 60
        while server.metric("sweeps") == 0 and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(server.metric("sweeps"), 1)
        server.stop()

    def told(self):
        return int(self.world.sql("SELECT count(*) FROM notice WHERE kind = 'finding'")[0][0])

    def age(self, days):
        """Without moving the vehicle's version: it is the record that is old."""
        self.world.sql(f"ALTER TABLE repair DISABLE TRIGGER USER; UPDATE repair SET accepted_at = now() - interval '{days} days'; "
                       "ALTER TABLE repair ENABLE TRIGGER USER")

    def test_an_odd_record_is_told_once_its_workshop_had_its_time(self):
        claim(self.world, self.browser, self.car)
        self.upload("plain")
        self.upload("odd", repairdate="20200101", settledate="20240315")
        self.assertIn("D3", self.world.sql("SELECT string_agg(findings, '') FROM repair")[0][0])
        self.sweep()
        self.assertEqual(self.told(), 0)  # the workshop may still correct it
        self.age(20)
        self.sweep()
        self.assertEqual(self.told(), 1)
        self.browser.get("/messages")
        self.assertIn("存在异常数据", self.browser.page)
        self.sweep()
        self.assertEqual(self.told(), 1)
        self.upload("odd", repairdate="20200102", settledate="20240315")  # another revision, as odd
        self.sweep()
        self.assertEqual(self.told(), 1)
        self.age(20)
        self.sweep()
        self.assertEqual(self.told(), 2)


if __name__ == "__main__":
    unittest.main()
