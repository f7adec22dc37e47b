"""Uploads that come together are committed together, and a bad one takes nobody along."""
from concurrent.futures import ThreadPoolExecutor
import random
import time
import unittest

from world import World, repair, vin


class Groups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_WORKSHOP_BURST=10**7, CHEDANG_ADDRESS_BURST=10**7, CHEDANG_LOG_LEVEL=1, CHEDANG_THREADS=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)

    def upload(self, v, number, **more):
        return self.server.v1("lcipprocarfixrecordadd", repair(self.workshop, v, number, **more)).json["code"]

    def stored(self, v_from, v_to):
        return int(self.world.sql(f"SELECT count(*) FROM repair WHERE odometer_km BETWEEN {v_from} AND {v_to}")[0][0])

    def undone(self, *others):
        return sum(server.metric("db_groups_undone") for server in (self.server, *others))

    def test_many_share_a_commit(self):
        before = self.server.metric("db_groups")
        with ThreadPoolExecutor(48) as pool:
            codes = list(pool.map(lambda i: self.upload(vin(310000 + i % 40), f"many-{i}", odometer=str(1000 + i)), range(480)))
        self.assertEqual(set(codes), {"1"})
        self.assertEqual(self.stored(1000, 1479), 480)
        self.assertLess(self.server.metric("db_groups") - before, 480)

    def test_one_by_itself_does_not_wait_for_company(self):
        waits = []
        for i in range(20):
            begun = time.monotonic()
            self.assertEqual(self.upload(vin(320000), f"single-{i}", odometer=str(2000 + i)), "1")
            waits.append(time.monotonic() - begun)
        self.assertGreaterEqual(min(waits), 0.150)  # the lease
        self.assertLess(min(waits), 0.165)

    def test_a_bad_one_takes_nobody_along(self):
        """The database refuses every record of one odometer reading; all groups that have one in them are undone."""
        self.world.sql("ALTER TABLE repair ADD CONSTRAINT no_such_reading CHECK (odometer_km <> 66666)")
        try:
            jobs = [(vin(330000 + i % 40), f"bad-{i}", "66666" if i % 12 == 5 else str(3000 + i)) for i in range(480)]
            with ThreadPoolExecutor(48) as pool:
                codes = list(pool.map(lambda job: self.upload(job[0], job[1], odometer=job[2]), jobs))
        finally:
            self.world.sql("ALTER TABLE repair DROP CONSTRAINT no_such_reading")
        for job, code in zip(jobs, codes):
            self.assertEqual(code == "1", job[2] != "66666", job)
        self.assertGreater(self.undone(), 0)
        self.assertEqual(self.stored(3000, 3479), 440)
        self.assertEqual(self.stored(66666, 66666), 0)

    def test_a_commit_that_fails_is_told_as_a_failure(self):
        """All statements of the group went well; only the commit does not, and nothing of it is there."""
        self.world.sql("""
            CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF NEW.odometer_km = 77777 THEN RAISE 'late'; END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER refuse_late AFTER INSERT ON repair DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION refuse_late()""")
        try:
            self.assertNotEqual(self.upload(vin(335000), "late-alone", odometer="77777"), "1")
            jobs = [(vin(335001 + i), f"late-{i}", "77777" if i % 12 == 5 else str(6000 + i)) for i in range(96)]
            with ThreadPoolExecutor(48) as pool:
                codes = list(pool.map(lambda job: self.upload(job[0], job[1], odometer=job[2]), jobs))
        finally:
            self.world.sql("DROP TRIGGER refuse_late ON repair; DROP FUNCTION refuse_late")
        for job, code in zip(jobs, codes):
            self.assertEqual(code == "1", job[2] != "77777", job)
        self.assertEqual(self.stored(6000, 6095), 88)
        self.assertEqual(self.stored(77777, 77777), 0)

    def test_the_same_settlement_twice_in_a_group_is_stored_once(self):
        """Another transaction has the car's row, so that all of them wait in groups, in any order; when it lets go, no
        group waits for another that waits for it."""
        v = vin(340000)
        self.assertEqual(self.upload(v, "twin-first", odometer="3999"), "1")
        undone = self.undone()
        numbers = [i % 8 for i in range(48)]
        random.Random(1).shuffle(numbers)
        with ThreadPoolExecutor(49) as pool:
            holder = pool.submit(self.world.sql, """
                BEGIN; SELECT FROM vehicle WHERE key = (SELECT vehicle_key FROM repair WHERE odometer_km = 3999) FOR UPDATE;
                SELECT pg_sleep(1); COMMIT""")
            time.sleep(0.3)
            codes = list(pool.map(lambda i: self.upload(v, f"twin-{i}", odometer=str(4000 + i)), numbers))
            holder.result()
        self.assertEqual(set(codes), {"1"})
        self.assertEqual(self.stored(4000, 4007), 8)
        self.assertEqual(self.undone(), undone)

    def test_groups_that_meet_at_the_same_vehicles_do_not_stop_each_other(self):
        """Two servers, the same few vehicles in opposite orders: whoever locks, locks in one order."""
        other = self.world.server().start()
        vehicles, undone = [vin(350000 + i) for i in range(12)], self.undone()

        def job(i):
            server, order = ((self.server, vehicles), (other, vehicles[::-1]))[i % 2]
            return server.v1("lcipprocarfixrecordadd",
                             repair(self.workshop, order[i // 2 % 12], f"meet-{i}", odometer=str(5000 + i))).json["code"]

        with ThreadPoolExecutor(48) as pool:
            codes = list(pool.map(job, range(480)))
        self.assertEqual(set(codes), {"1"})
        self.assertEqual(self.stored(5000, 5479), 480)
        self.assertEqual(self.undone(other), undone)


if __name__ == "__main__":
    unittest.main()
