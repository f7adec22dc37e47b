"""Who looked at my car: every page of it, filtered, and as a table that no spreadsheet runs."""
import base64
import csv
import io
import re
import time
import unittest

from owner_test import CAR, claim, register, row, sign_in
from world import World, vin

OTHER = {**CAR, "vin": vin(500002), "plate": "沪A55502", "engine_no": "EA888500002", "registration_no": "310000500002"}
HEAD = ["时间", "查询方", "目的", "业务编号"]


def claimed(world, server, car, phone):
    browser = sign_in(world, server, phone)
    return browser, claim(world, browser, car)


class Looks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        register(cls.world, [row(CAR), row(OTHER)])
        cls.browser, cls.path = claimed(cls.world, cls.server, CAR, "13900021001")
        cls.stranger, cls.others = claimed(cls.world, cls.server, OTHER, "13900021002")
        cls.world.client("甲平台")
        cls.world.client('=HYPERLINK("http://evil.example","乙")')
        cls.ids = [r[0] for r in cls.world.sql("SELECT id FROM client ORDER BY id")]
        # 120 looks, two at every moment, of two clients and two purposes; before the holder's time one more.
        cls.world.sql(f"""
            INSERT INTO trail SELECT timestamptz '2026-03-01 12:00+08' + n / 2 * interval '1 day', vehicle.key, 'platform',
                   CASE n % 2 WHEN 0 THEN {cls.ids[0]} ELSE {cls.ids[1]} END, NULL,
                   CASE n % 3 WHEN 0 THEN 'insurance' ELSE 'finance' END, 'ref-' || n, 'shown', 1, '\\x{"ab" * 16}', n
              FROM vehicle JOIN ownership ON ownership.vehicle_key = vehicle.key, generate_series(0, 119) n
             WHERE ownership.handle = '{cls.path.rsplit("/", 1)[1]}';
            INSERT INTO trail SELECT '2019-12-31 12:00+08', vehicle.key, 'platform', {cls.ids[0]}, NULL, 'finance', 'of-the-former',
                   'shown', 1, '\\x{"ab" * 16}', 999
              FROM vehicle JOIN ownership ON ownership.vehicle_key = vehicle.key""")

    def get(self, query=""):
        answer = self.browser.get(f"{self.path}/looks{query}")
        self.assertEqual(answer.status, 200)
        return re.findall(r"ref-\d+", self.browser.page)

    def table(self, query="", browser=None, path=None):
        answer = (browser or self.browser).get(f"{path or self.path}/looks.csv{query}", follow=False)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.header("content-type"), "text/csv; charset=utf-8")
        self.assertEqual(answer.header("cache-control"), "no-store")
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertNotIn(b"\n", answer.body.replace(b"\r\n", b""))
        return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))

    def test_all_pages_together_are_all_looks_the_latest_first(self):
        seen, query = [], ""
        for _ in range(3):
            seen += self.get(query)
            following = re.search(r'looks(\?[^"]*after=[^"]*)"', self.browser.page)
            query = following and following[1].replace("&amp;", "&")
        self.assertIsNone(query)
        self.assertEqual(seen, [f"ref-{n}" for n in reversed(range(120))])
        self.assertNotIn("of-the-former", str(self.table()))
        self.browser.get(self.path)
        self.assertIn(f'href="{self.path}/looks"', self.browser.page)

    def test_where_the_list_goes_on_shows_no_count_over_all_clients(self):
        after = []
        for _ in range(2):
            self.get()
            self.assertNotIn("ab" * 16, self.browser.page)
            after.append(re.search(r'looks\?[^"]*after=([^"&]*)', self.browser.page)[1])
        self.assertNotEqual(*after)  # not even whether it is the same place
        for sealed in after:
            self.assertRegex(sealed, r"^[A-Za-z0-9_-]{60,200}$")
            self.assertNotIn(b"ab" * 16, base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
            self.assertEqual(self.get(f"?after={sealed}")[0], "ref-69")
            changed = sealed[:-3] + ("A" if sealed[-3] != "A" else "B") + sealed[-2:]
            self.assertEqual(self.get(f"?after={changed}")[0], "ref-119")
        at = self.world.sql("SELECT (extract(epoch FROM looked_at) * 1000000)::bigint FROM trail WHERE reference = 'ref-70'")[0][0]
        self.assertEqual(self.get(f"?after={at}.{'ab' * 16}.70")[0], "ref-119")  # nobody names a place but the service

    def test_the_filter_and_what_it_keeps(self):
        self.assertEqual(len(self.table("?purpose=insurance")) - 1, 40)
        self.assertEqual(len(self.table(f"?client={self.ids[1]}")) - 1, 60)
        # The days are China's: noon of the first is in it, and in no other.
        self.assertEqual(self.get("?from=2026-03-02&to=2026-03-03"), ["ref-5", "ref-4", "ref-3", "ref-2"])
        self.assertEqual(self.get(f"?purpose=finance&client={self.ids[0]}&from=2026-03-02&to=2026-03-03"), ["ref-4", "ref-2"])
        self.assertIn('value="2026-03-02"', self.browser.page)
        self.assertRegex(self.browser.page, r'<option value="finance" selected>')
        for query in ("?purpose=nothing", "?purpose=%3Cb%3E", "?client=0", "?client=x", "?client=99999999999999999999"):
            self.assertEqual(self.get(query), [], query)
            self.assertIn("没有符合条件的查询", self.browser.page)
        for query in ("?after=rubbish", "?after=1.2.3", "?after=9.zz.1", "?purpose=&client=&from=&to="):
            self.assertEqual(len(self.get(query)), 50, query)

    def test_a_day_that_is_none_is_told_at_its_field_and_stays(self):
        for query, field, typed in (("?from=2026-02-30", "from", "2026-02-30"), ("?to=yesterday", "to", "yesterday"),
                                    ("?from=2026-03-02&to=2026-03-01", "to", "2026-03-01"), ("?from=20260302", "from", "20260302")):
            self.assertEqual(self.get(query), [])
            self.assertIn(f'id="{field}-error"', self.browser.page)
            self.assertIn(f'value="{typed}"', self.browser.page)
            self.assertIn('role="alert"', self.browser.page)
            self.assertEqual(self.browser.get(f"{self.path}/looks.csv{query}", follow=False).status, 303)

    def test_the_table_runs_nothing(self):
        lines = self.table("?from=2026-03-01&to=2026-03-01")
        self.assertEqual(lines[0], HEAD)
        self.assertEqual(lines[1][0], "2026-03-01 12:00:00")
        self.assertEqual(lines[1][1], '\'=HYPERLINK("http://evil.example","乙")')
        self.assertEqual(lines[2], ["2026-03-01 12:00:00", "甲平台", "保险", "ref-0"])

    def test_a_long_table_ends_and_says_so(self):
        self.world.sql(f"""
            INSERT INTO trail SELECT timestamptz '2026-01-01 12:00+08' + n * interval '1 second', vehicle_key, 'platform',
                   {self.ids[0]}, NULL, 'other', 'bulk', 'shown', 1, '\\x{"cd" * 16}', n
              FROM ownership, generate_series(1, 10001) n WHERE handle = '{self.others.rsplit("/", 1)[1]}'""")
        lines = self.table(browser=self.stranger, path=self.others)
        self.assertEqual(len(lines), 10002)
        self.assertIn("10,000", lines[-1][0])
        lines = self.table("?from=2026-01-02", browser=self.stranger, path=self.others)
        self.assertEqual(lines, [HEAD])

    def test_anothers_looks_are_not_there(self):
        for page in ("looks", "looks.csv", "looks?purpose=finance", "looks.csv?from=2026-01-01"):
            answer = self.stranger.get(f"{self.path}/{page}")
            absent = self.stranger.get(f"/vehicles/{'0' * 32}/{page}")
            self.assertEqual((answer.status, absent.status), (404, 404))
            strip = lambda body: re.sub(rb"[0-9a-f]{16,}", b"", body)
            self.assertEqual(strip(answer.body), strip(absent.body))

    def test_a_real_look_comes_out_at_the_end(self):
        browser, path = claimed(self.world, self.server, {**OTHER}, "13900021003")
        self.server.lookup(self.server.token(self.world.client("丙平台")), OTHER["vin"], purpose="finance", reference="-1")
        time.sleep(0.6)  # until the trail is drained
        self.assertEqual(self.table(browser=browser, path=path)[1][1:], ["丙平台", "金融", "'-1"])
