"""A workshop as a whole: what is stored is counted once, whatever dies or is corrected meanwhile, and a workshop that makes
records up is noticed beside honest ones."""
import datetime
import random
import time
import unittest

import counting
from counting import TODAY
from world import vin

# What the counts come to when they are made from the records at once: by workshop and day.
EXACT = """
SELECT workshop_id, coalesce(settled_on, brought_on), count(*), count(*) FILTER (WHERE findings <> '') FROM repair
 GROUP BY 1, 2 ORDER BY 1, 2"""
COUNTED = "SELECT workshop_id, day, records, flawed FROM workshop_day WHERE records > 0 ORDER BY 1, 2"


class WorkshopSigns(counting.Counting):
    def exact(self):
        self.settled()
        self.assertEqual(self.world.sql(COUNTED), self.world.sql(EXACT))

    def test_corrections_moves_and_withdrawals_take_back_what_they_added(self):
        first = self.workshop("甲")
        for i in range(5):
            self.upload("甲", 100 + i, f"n{i}", ago=10 + i)
        self.exact()
        self.upload("甲", 100, "n0", ago=20)  # another day
        self.upload("甲", 200, "n1", ago=11)  # another vehicle
        self.upload("甲", 102, "n2", ago=12, km=700001, vehicleplatenumber="x")  # with a finding
        self.exact()
        self.assertEqual(self.world.sql(f"SELECT sum(flawed) FROM workshop_day WHERE workshop_id = {first}"), [["1"]])
        self.world.sql("DELETE FROM repair WHERE settled_on = date '%s'" % (TODAY - datetime.timedelta(days=13)))
        self.exact()
        self.assertEqual(self.world.sql(f"SELECT records FROM workshop_standing WHERE workshop_id = {first}"), [["4"]])

    def test_what_is_older_than_the_window_is_not_counted(self):
        self.workshop("甲")
        self.upload("甲", 100, "old", ago=90)
        self.upload("甲", 100, "young", ago=89)
        self.settled()
        self.assertEqual(self.world.sql("SELECT day FROM workshop_record"), [[str(TODAY - datetime.timedelta(days=89))]])

    def test_what_left_the_window_is_forgotten_when_its_workshop_is_judged(self):
        shop = self.workshop("甲")
        self.upload("甲", 100, "young", ago=5)
        self.settled()
        self.world.sql("UPDATE workshop_record SET day = day - 100; UPDATE workshop_day SET day = day - 500; "
                       "UPDATE workshop_standing SET judged_on = judged_on - 1")
        until = time.monotonic() + 30
        while self.world.sql("SELECT count(*) FROM workshop_record") != [["0"]] and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(self.world.sql("SELECT (SELECT count(*) FROM workshop_record), (SELECT count(*) FROM workshop_day)"), [["0", "0"]])
        self.assertEqual(self.world.sql(f"SELECT records FROM workshop_standing WHERE workshop_id = {shop}"), [["0"]])

    def test_two_servers_of_which_one_is_killed_count_everything_once(self):
        self.workshop("甲")
        spool = str(self.world.folder / "spool-two")
        other = self.world.server(CHEDANG_SPOOL=spool).start()
        lines = [self.line(vin(i % 400), f"b{i}", i % 80, 10000 + i) for i in range(3000)]
        self.bulk("甲", lines[:1500])
        other.kill()
        other = self.world.server(CHEDANG_SPOOL=spool).start()
        self.bulk("甲", lines[1500:])
        self.server.kill()
        self.server = self.world.server().start()
        self.exact()
        self.assertEqual(self.world.sql("SELECT sum(records) FROM workshop_day"), [["3000"]])

    def test_a_long_transaction_holds_up_the_position_and_nobody_else(self):
        self.workshop("甲")
        long = self.beside("BEGIN; SELECT pg_current_xact_id(); SELECT pg_sleep(15); COMMIT")
        time.sleep(1)
        before = int(self.world.sql("SELECT pg_current_xact_id()")[0][0])
        self.bulk("甲", [self.line(vin(i), f"b{i}", i % 80, 10000 + i) for i in range(200)])  # more than two portions
        self.exact()
        self.assertTrue(long.is_alive())
        self.assertLess(int(self.world.sql("SELECT low FROM workshop_position")[0][0]), before)
        long.join()
        self.upload("甲", 500, "last")
        self.exact()
        until = time.monotonic() + 10
        while self.world.sql("SELECT count(*) FROM workshop_seen") != [["0"]] and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(self.world.sql("SELECT count(*) FROM workshop_seen"), [["0"]])

    def test_it_stops_within_a_second_while_there_is_much_to_do(self):
        self.workshop("甲")
        self.bulk("甲", [self.line(vin(i), f"b{i}", i % 80, 10000 + i) for i in range(4000)])
        self.world.sql("UPDATE workshop_position SET swept = ''")
        lock = self.beside("BEGIN; LOCK TABLE workshop_record; SELECT pg_sleep(20); COMMIT")  # which the step waits for
        time.sleep(3)
        began = time.monotonic()
        self.server.stop()
        self.assertLess(time.monotonic() - began, 5)
        self.assertTrue(lock.is_alive())
        lock.join()
        self.server = self.world.server().start()
        self.exact()

    def test_what_was_there_before_is_swept_once(self):
        self.workshop("甲")
        self.bulk("甲", [self.line(vin(i), f"b{i}", i % 80, 10000 + i) for i in range(200)])
        self.exact()
        self.world.sql("TRUNCATE workshop_record, workshop_day, workshop_sign, workshop_standing; "
                       "UPDATE workshop_position SET swept = ''")
        self.exact()

    def test_who_makes_records_up_is_noticed(self):
        dice, honest, lies = random.Random(7), self.workshop("诚实"), self.workshop("编造")
        listed = [vin(900 + i) for i in range(4)]
        self.bulk("诚实", [self.line(vin(i % 60), f"h{i}", 80 - i // 4, 20000 + (i // 60) * 3000 + i % 977,
                                   fault=f"保养{i % 40}", plate=f"沪A{10000 + i % 60}") for i in range(320)])
        self.bulk("编造", [self.line(dice.choice(listed), f"l{i}", 80 - i // 4, dice.randrange(100000), fault=f"故障{i % 9}",
                                   plate=f"沪B{20000 + i}") for i in range(320)])
        self.settled()
        weight = dict(self.world.sql("SELECT workshop_id, weight FROM workshop_standing"))
        signs = self.world.sql(f"SELECT code FROM workshop_sign WHERE workshop_id = {lies} ORDER BY code")
        self.assertLess(int(weight[honest]), 4)
        self.assertGreaterEqual(int(weight[lies]), 8)
        self.assertIn(["A1"], signs)
        self.assertIn(["A3"], signs)

    def test_those_of_the_demonstration_who_make_records_up_are_noticed(self):
        labels = self.world.folder / "labels.csv"
        lines = self.world.command("demo", "--vehicles", "20", "--until", str(TODAY), "--odd", str(labels)).stdout
        self.world.command("import", "-", input=lines)
        self.settled(120)
        alarms = {code for code, in self.world.sql("SELECT code FROM workshop JOIN workshop_standing ON id = workshop_id WHERE weight >= 4")}
        told = [line.split(",") for line in labels.read_text().splitlines()]
        self.assertEqual(len(told), 12)
        self.assertEqual(alarms, {code for code, _, fabricates in told if fabricates == "yes"})


if __name__ == "__main__":
    unittest.main()
