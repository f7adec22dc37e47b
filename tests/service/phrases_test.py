"""Names that the lexicon does not know: collected without their numbers, shown once a second workshop says them, never with a person."""
import pathlib
import time
import unittest

from world import World, repair, vin

SWEEP = pathlib.Path(__file__).resolve().parents[2] / "queries" / "expired_delete.sql"
ROWS = "SELECT phrase, cardinality(workshops), count, first_day = last_day FROM unknown_phrase ORDER BY count DESC, phrase NULLS LAST"


class Phrases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LEASE_MS=50, CHEDANG_POLL_MS=20)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.tokens = [cls.world.workshop(cls.server, name)[1] for name in ("甲汽修厂", "乙汽修厂")]
        cls.number = 0

    def setUp(self):
        self.world.sql("DELETE FROM unknown_phrase")

    def say(self, workshop, *names, number=None, parts=()):
        if number is None:
            Phrases.number += 1
            number = self.number
        message = repair(self.tokens[workshop], vin(number), f"P-{number}")
        message["repairprojectlist"] = [{"repairproject": name, "workinghours": "1"} for name in names]
        message["vehiclepartslist"] = [{"partsname": name, "partsquantity": "1"} for name in parts]
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        return number

    def rows(self, expected):
        """As they are in the end: they are written every second."""
        until = time.monotonic() + 10
        while (rows := self.world.sql(ROWS)) != expected and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(rows, expected)

    def listed(self, *options):
        return self.world.command("phrases", *options).stdout.splitlines()

    def test_one_is_shown_when_a_second_workshop_says_it(self):
        number = self.say(0, "更换紫晶环", "更换机油", "调试蓝宝石阀 3号", parts=["紫晶环套圈", "机油"])
        self.rows([[None, "1", "1", "t"]] * 3)
        self.assertEqual(self.listed(), [])
        self.say(0, "更换紫晶环", number=number)  # a correction says it again, to the same history
        self.say(0, "更换紫晶环", number=number)  # and this is the same
        self.rows([[None, "1", "2", "t"], [None, "1", "1", "t"], [None, "1", "1", "t"]])
        self.say(1, "更换紫晶环 2 个")
        self.say(1, "更换紫晶环")
        self.rows([["更换紫晶环", "2", "3", "t"], [None, "1", "1", "t"], [None, "1", "1", "t"], [None, "1", "1", "t"]])
        today = self.world.sql("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")[0][0]
        self.assertEqual(self.listed(), [f"更换紫晶环\t3\t2\t{today}\t{today}"])
        self.assertEqual(self.listed("--csv", "--limit", "1"), ["phrase,count,workshops,first_day,last_day", f"更换紫晶环,3,2,{today},{today}"])

    def test_two_at_once_are_two(self):
        self.say(0, "安装琥珀盘")
        self.say(1, "安装琥珀盘")
        self.rows([["安装琥珀盘", "2", "2", "t"]])

    def test_nobody_is_in_one(self):
        for workshop in (0, 1):
            self.say(workshop, "翡翠件 13912345678", "翡翠件 车主:张三", "NULL 1", "沪A12345 翡翠件")
        self.rows([["NULL", "2", "2", "t"]])
        self.assertNotIn("翡翠", self.world.sql("SELECT string_agg(unknown_phrase::text, '') FROM unknown_phrase")[0][0])

    def test_the_rarest_go_when_there_are_too_many(self):
        self.world.sql("""INSERT INTO unknown_phrase
            SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), CASE WHEN n <= 20000 THEN 'x' || n END, CASE WHEN n <= 20000 THEN '{1,2}' ELSE '{1}' END::bigint[],
                   n, current_date, CASE n WHEN 7 THEN current_date - 401 ELSE current_date END FROM generate_series(1, 20050) AS n""")
        self.world.sql(SWEEP.read_text(encoding="utf-8").replace("$1", "1e9").replace("$2", "1e9"))
        self.assertEqual(self.world.sql("SELECT count(*), count(*) FILTER (WHERE phrase IS NULL), count(*) FILTER (WHERE phrase = 'x7') FROM unknown_phrase"),
                         [["19999", "0", "0"]])


if __name__ == "__main__":
    unittest.main()
