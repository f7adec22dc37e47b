"""Share links: what an owner hands on, for how long, behind which PIN; who opened it; and how it ends."""
import concurrent.futures
import html
import re
import subprocess
import time
import unittest

from owner_test import CAR, Browser, claim, register, row, sign_in
from world import World, repair, size, vin

PIN, OTHER_PIN = "271828", "314159"
PHONE_AGENT = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"}
HIDDEN = ("上海安心汽修", CAR["plate"], CAR["vin"], "share-1", "制动异响", "BRAKE-PART-77", "13912345678", "2021-06-14", "6月14日")


def without_ids(body):
    return re.sub(r"[0-9a-f]{16,}", "", body.decode() if isinstance(body, bytes) else body)


class Share(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR)])
        for i, (day, km) in enumerate((("20200601", "10120"), ("20210614", "23456"), ("20230601", "41234"))):
            message = repair(workshop, CAR["vin"], f"share-{i}", settled=day, odometer=km, vehicleplatenumber=CAR["plate"],
                             companyname="上海安心汽修", faultdescription="制动异响 13912345678")
            message["repairprojectlist"][0]["repairproject"] = f"更换制动片{i} 13912345678"
            message["vehiclepartslist"][0].update(partsname=f"制动片{i}", partscode="BRAKE-PART-77")
            assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        cls.phones = iter(f"1390008{i:04d}" for i in range(1000))

    def setUp(self):
        self.world.sql("DELETE FROM attempt")
        self.world.sql("DELETE FROM share")

    def owner(self):
        browser = sign_in(self.world, self.server, next(self.phones))
        browser.vehicle = claim(self.world, browser, CAR)
        browser.get(browser.vehicle + "/shares")
        return browser

    def once(self, browser):
        return re.search(r'name="once" value="([0-9a-f]{32})"', browser.page)[1]

    def make(self, browser, **fields):
        """The path of a new link, from the page that shows it once."""
        browser.get(browser.vehicle + "/shares")
        answer = browser.post(browser.vehicle + "/shares", once=self.once(browser), **{"scope": "full", "hours": "24", **fields})
        self.assertEqual(answer.status, 200, browser.page)
        found = re.search(r'readonly value="([^"]+)"', browser.page)
        self.assertIsNotNone(found, browser.page)
        self.assertTrue(found[1].startswith(self.server.url + "/s/"), found[1])
        return found[1].removeprefix(self.server.url)

    def open(self, path, browser=None, **more):
        return (browser or Browser(self.server)).get(path, **more)

    def trail(self):
        time.sleep(0.5)
        return self.world.sql("SELECT audience, purpose, reference, client_id, account_id, outcome FROM trail "
                              "WHERE purpose = 'share_link' ORDER BY looked_at")

    def test_a_full_link_shows_the_repairs_without_personal_data(self):
        answer = self.open(self.make(self.owner()))
        page = answer.body.decode()
        self.assertEqual(answer.status, 200)
        for words in ("更换制动片1", "制动片1", "23,456", "2021年6月", "上海", "里程记录一致", "LSV**********", self.server.url):
            self.assertIn(words, page)
        for words in HIDDEN:
            self.assertNotIn(words, page)
        self.assertEqual((answer.header("cache-control"), answer.header("referrer-policy")), ("no-store", "no-referrer"))

    def test_a_summary_link_shows_what_a_platform_sees(self):
        page = self.open(self.make(self.owner(), scope="summary")).body.decode()
        for words in ("23,000", "2021年6月"):
            self.assertIn(words, page)
        for words in (*HIDDEN, "更换制动片1", "23,456", "制动片1"):
            self.assertNotIn(words, page)

    def test_chosen_records_are_shown_and_nothing_of_the_rest(self):
        browser = self.owner()
        ids = re.findall(r'name="record" value="(\d+)"', browser.page)
        self.assertEqual(len(ids), 3)
        page = self.open(self.make(browser, scope="records", record=ids[1])).body.decode()
        self.assertIn("更换制动片1", page)
        self.assertIn("3 条记录中选了 1 条", page)
        for words in ("更换制动片0", "更换制动片2", "41,234", "10,120", "里程记录一致", "无记录", *HIDDEN):
            self.assertNotIn(words, page)

    def test_records_of_another_vehicle_cannot_be_chosen(self):
        browser = self.owner()
        foreign = self.world.sql("SELECT max(id) + 1 FROM repair")[0][0]
        answer = browser.post(browser.vehicle + "/shares", once=self.once(browser), scope="records", hours="24", record=foreign)
        self.assertEqual(answer.status, 200)
        self.assertIn("请至少勾选一条记录", browser.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM share"), [["0"]])

    def test_a_form_that_cannot_be_taken_keeps_what_was_typed(self):
        browser = self.owner()
        record = re.search(r'name="record" value="(\d+)"', browser.page)[1]
        for wrong, error in (({"scope": "everything"}, "scope-error"), ({"hours": "0"}, "hours-error"), ({"hours": "1441"}, "hours-error"),
                             ({"hours": "-1"}, "hours-error"), ({"hours": "1e3"}, "hours-error"), ({"pin": "12345"}, "pin-error"),
                             ({"pin": "1234567"}, "pin-error"), ({"pin": "abcdef"}, "pin-error")):
            with self.subTest(wrong=wrong):
                browser.get(browser.vehicle + "/shares")
                once = self.once(browser)
                fields = {"scope": "records", "hours": "720", "pin": PIN, "record": record, **wrong}
                answer = browser.post(browser.vehicle + "/shares", once=once, **fields)
                self.assertEqual(answer.status, 200)
                self.assertIn(f'id="{error}"', browser.page)
                self.assertIn('role="alert"', browser.page)
                self.assertEqual(self.once(browser), once)
                self.assertRegex(browser.page, f'value="{record}" checked')
                self.assertIn(f'value="{fields["pin"]}"', browser.page)
                if "hours" not in wrong:
                    self.assertIn('<option value="720" selected>', browser.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM share"), [["0"]])

    def test_a_form_that_is_sent_twice_makes_one_link(self):
        browser = self.owner()
        once = self.once(browser)
        first = browser.post(browser.vehicle + "/shares", once=once, scope="full", hours="1")
        again = browser.post(browser.vehicle + "/shares", once=once, scope="full", hours="1")
        self.assertIn("readonly", first.body.decode())
        self.assertEqual(again.status, 200)
        self.assertNotIn("readonly", again.body.decode())
        self.assertIn("已经生成过了", again.body.decode())
        self.assertEqual(self.world.sql("SELECT count(*) FROM share"), [["1"]])

    def test_the_secret_is_stored_and_logged_nowhere(self):
        path = self.make(self.owner(), pin=PIN)
        secret = path.removeprefix("/s/")
        self.assertRegex(secret, r"^[A-Za-z0-9_-]{43}$")
        self.open(path)
        self.server.ask("GET", path + "/nothing/there")
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True, check=True, timeout=60).stdout.decode()
        self.assertIn("chedang.share_opening", dump)
        for place, text in (("a dump", dump), ("the log", self.server.log()), ("metrics", self.server.inside("/metrics").body.decode())):
            for canary in (secret, PIN, secret.encode().hex()):
                self.assertNotIn(canary, text, place)
        postgres = (self.world.folder / "postgres").resolve() / "server.log"
        self.assertNotIn(secret, postgres.read_text(errors="replace"))
        for spool in (self.world.folder / "spool").iterdir():
            self.assertNotIn(secret.encode(), spool.read_bytes())

    def test_what_does_not_open_answers_alike(self):
        """Unknown, ill-formed, expired, ended, guessed at too often, of a former holder: the same bytes, the same work."""
        browser = self.owner()
        expired, ended, guessed, gone = (self.make(browser, **more) for more in ({}, {}, {"pin": PIN}, {}))
        handle = re.findall(r"/shares/([0-9a-f]{32})/end", browser.get(browser.vehicle + "/shares").body.decode())
        self.assertEqual(len(handle), 4)
        browser.post(f"{browser.vehicle}/shares/{handle[2]}/end")
        self.world.sql("UPDATE share SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE number = 1")
        thief = Browser(self.server)
        self.open(guessed, thief)
        for _ in range(5):
            thief.post(guessed, pin=OTHER_PIN)
        seen = {}
        for name, path in (("unknown", "/s/" + "A" * 43), ("ill-formed", "/s/x"), ("long", "/s/" + "A" * 500), ("expired", expired),
                           ("ended", ended), ("guessed", guessed)):
            seen[name] = self.open(path)
        register(self.world, [row(CAR, holder="somebody-else", held_since="2024-01-01")])
        seen["former holder's"] = self.open(gone)
        register(self.world, [row(CAR)])
        looks = {name: (a.status, without_ids(a.body), sorted((k, re.sub(r"[0-9a-f]{16,}", "", v)) for k, v in a.headers if k.lower() not in ("date", "ratelimit")))
                 for name, a in seen.items()}
        for name, look in looks.items():
            self.assertEqual(look, looks["unknown"], name)
        self.assertEqual(looks["unknown"][0], 404)
        self.assertEqual(self.world.sql("SELECT sum(openings) FROM share"), [["0"]])

    def test_what_does_not_open_takes_as_long(self):
        browser = self.owner()
        ended = self.make(browser)
        handle = re.search(r"/shares/([0-9a-f]{32})/end", browser.get(browser.vehicle + "/shares").body.decode())[1]
        browser.post(f"{browser.vehicle}/shares/{handle}/end")
        times = {"unknown": [], "ended": []}
        for i in range(60):
            for name, path in (("unknown", "/s/" + "B" * 43), ("ended", ended)):
                begin = time.perf_counter()
                self.assertEqual(self.server.ask("GET", path, headers={"Accept": "text/html"}).status, 404)
                times[name].append(time.perf_counter() - begin)
        medians = {name: sorted(taken)[len(taken) // 2] for name, taken in times.items()}
        self.assertLess(abs(medians["unknown"] - medians["ended"]), max(0.004, medians["unknown"] / 4), medians)

    def test_a_pin_is_asked_for_and_remembered_for_this_link_only(self):
        browser = self.owner()
        path, other = self.make(browser, pin=PIN), self.make(browser, pin=PIN)
        buyer = Browser(self.server)
        asked = self.open(path, buyer)
        self.assertEqual((asked.status, asked.header("referrer-policy")), (200, "strict-origin"))
        self.assertNotIn("更换制动片", buyer.page)
        self.assertIn("不对", buyer.post(path, pin=OTHER_PIN).body.decode())
        self.assertIn("还可以尝试 4 次", buyer.page)
        self.assertIn("六位数字", buyer.post(path, pin="12").body.decode())
        answer = buyer.post(path, pin="２７１ ８２８", follow=False)  # full width, with a blank
        self.assertEqual((answer.status, answer.header("location")), (303, path))
        self.assertIn("更换制动片1", buyer.get(path).body.decode())
        self.assertIn("更换制动片1", buyer.get(path).body.decode())
        self.assertNotIn("更换制动片1", buyer.get(other).body.decode())
        self.assertEqual(self.world.sql("SELECT openings FROM share ORDER BY number"), [["2"], ["0"]])
        forger = Browser(self.server)
        forger.cookies["__Host-pin"] = buyer.cookies["__Host-pin"][:-2] + "AA"
        self.assertNotIn("更换制动片1", forger.get(path).body.decode())

    def test_five_wrong_pins_close_a_link_for_the_hour_whatever_the_browser(self):
        path = self.make(self.owner(), pin=PIN)
        knows = Browser(self.server)
        self.open(path, knows)
        self.assertEqual(knows.post(path, pin=PIN).status, 200)

        def guess(i):
            browser = Browser(self.server, f"127.0.0.{i + 2}")
            browser.get("/sign-in")
            return browser.post(path, pin=f"{i:06d}").status

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(guess, range(20)))
        self.assertEqual((statuses.count(200), statuses.count(404)), (4, 16))
        fresh = Browser(self.server)
        fresh.get("/sign-in")
        self.assertEqual(fresh.post(path, pin=PIN).status, 404)  # the right one as well
        self.assertEqual(fresh.get(path).status, 404)
        self.assertEqual(knows.get(path).status, 200)  # who gave it before is not locked out
        self.world.sql("UPDATE attempt SET since = since - interval '1 hour' WHERE kind = 'share_pin'")
        self.assertEqual(fresh.get(path).status, 200)
        self.assertEqual(fresh.post(path, pin=PIN).status, 200)

    def test_an_opening_is_noted_for_the_owner_and_in_the_trail(self):
        browser = self.owner()
        before = len(self.trail())
        path = self.make(browser)
        stranger = Browser(self.server, "127.9.8.77")
        self.assertEqual(self.open(path, stranger, headers=PHONE_AGENT).status, 200)
        self.assertEqual(self.trail()[before:], [["buyer", "share_link", "1", None, None, "shown"]])
        page = browser.get(browser.vehicle + "/shares").body.decode()
        for words in ("打开过 1 次", "127.9.8.*", "手机"):
            self.assertIn(words, page)
        self.assertNotIn("127.9.8.77", page)
        self.assertEqual(self.world.sql("SELECT network, device FROM share_opening"), [["127.9.8.*", "phone"]])
        self.assertNotIn("127.9.8.77", str(self.world.sql("SELECT * FROM share_opening")) + self.server.log())
        page = browser.get(browser.vehicle).body.decode()
        self.assertIn("持分享链接者", page)
        self.assertIn("分享链接", page)

    def test_many_openings_cost_little(self):
        path, many = self.make(self.owner()), size(300, 10000)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = set(pool.map(lambda _: self.server.ask("GET", path).status, range(many)))
        self.assertEqual(statuses, {200})
        self.assertEqual(self.world.sql("SELECT openings FROM share"), [[str(many)]])
        self.assertEqual(self.world.sql("SELECT count(*), count(DISTINCT slot) FROM share_opening"), [["100", "100"]])
        self.assertEqual(self.world.sql("SELECT count(*) FROM trail WHERE purpose = 'share_link' AND reference = '1' AND looked_at > "
                                        "(SELECT created_at FROM share)") if self.trail() else None, [[str(many)]])

    def test_the_list_says_how_many_openings_are_not_shown(self):
        browser = self.owner()
        path = self.make(browser)
        self.open(path)
        self.world.sql("UPDATE share SET openings = 1234")
        self.open(path)
        page = browser.get(browser.vehicle + "/shares").body.decode()
        self.assertIn("打开过 1,235 次", page)
        self.assertIn("共 1,235 次，这里显示最近的 2 次", page)

    def test_a_link_that_is_ended_is_gone_at_once_and_ending_twice_does_no_harm(self):
        browser = self.owner()
        path = self.make(browser)
        self.assertEqual(self.open(path).status, 200)
        handle = re.search(r"/shares/([0-9a-f]{32})/end", browser.get(browser.vehicle + "/shares").body.decode())[1]
        for _ in range(2):
            answer = browser.post(f"{browser.vehicle}/shares/{handle}/end", follow=False)
            self.assertEqual((answer.status, answer.header("location")), (303, browser.vehicle + "/shares?ended=1"))
            self.assertEqual(self.open(path).status, 404)
        self.assertIn("已收回", browser.get(browser.vehicle + "/shares").body.decode())

    def test_links_are_nobody_elses(self):
        other, browser, stranger = self.owner(), self.owner(), sign_in(self.world, self.server, next(self.phones))
        path = self.make(browser)
        handle = re.search(r"/shares/([0-9a-f]{32})/end", browser.get(browser.vehicle + "/shares").body.decode())[1]
        for who in (other, stranger):  # `other` held the same vehicle before
            for where in (f"{browser.vehicle}/shares/{handle}/end", f"{getattr(who, 'vehicle', '/vehicles/' + '0' * 32)}/shares/{handle}/end",
                          f"{browser.vehicle}/shares"):
                who.get("/account")
                self.assertEqual(who.post(where, once="0" * 32, scope="full", hours="1").status, 404, where)
            self.assertEqual(who.get(browser.vehicle + "/shares").status, 404)
        self.assertNotIn(handle, other.get(other.vehicle + "/shares").body.decode())
        self.assertEqual(self.open(path).status, 200)
        csrf, browser.csrf = browser.csrf, "0" * 32
        for where in (f"{browser.vehicle}/shares/{handle}/end", f"{browser.vehicle}/shares"):
            self.assertEqual(browser.post(where, scope="full", hours="1").status, 403)
        self.assertEqual(self.open(path).status, 200)

    def test_twenty_links_are_live_at_most(self):
        browser = self.owner()

        def make(_):
            mine = Browser(self.server)
            mine.cookies = dict(browser.cookies)
            mine.get(browser.vehicle + "/shares")
            return mine.post(browser.vehicle + "/shares", once=self.once(mine), scope="full", hours="1").status

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(make, range(26)))
        self.assertEqual((statuses.count(200), statuses.count(409)), (20, 6))
        browser.get(browser.vehicle + "/shares")
        browser.post(browser.vehicle + "/shares", once=self.once(browser), scope="full", hours="1")
        self.assertIn("有效的链接已达 20 个", browser.page)
        self.world.sql("UPDATE share SET revoked_at = now() WHERE number = 7")
        self.make(browser)
        self.assertEqual(self.world.sql("SELECT count(*), max(number) FROM share WHERE revoked_at IS NULL"), [["20", "21"]])

    def test_of_the_links_that_ended_the_last_thirty_are_kept(self):
        browser = self.owner()
        for _ in range(33):
            self.make(browser)
            self.world.sql("UPDATE share SET revoked_at = now()")
        self.make(browser)
        self.assertEqual(self.world.sql("SELECT count(*), min(number), max(number) FROM share"), [["31", "4", "34"]])

    def test_a_link_keeps_to_its_bounds_whoever_writes(self):
        for life in ("59 minutes", "61 days"):
            with self.subTest(life=life), self.assertRaises(AssertionError):
                self.world.sql("INSERT INTO share (handle, ownership, number, secret, scope, expires_at) "
                               f"SELECT 'x', handle, 1, '\\x00', 'full', now() + interval '{life}' FROM ownership LIMIT 1")

    def test_the_language_is_switched_without_telling_the_secret(self):
        path = self.make(self.owner())
        buyer = Browser(self.server)
        self.open(path, buyer)
        links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', buyer.page)]
        self.assertIn(path + "/en", links)
        secret = path.removeprefix("/s/")
        self.assertEqual([link for link in links if secret in link and not link.startswith(path + "/")], [])
        answer = buyer.get(path + "/en", follow=False)
        self.assertEqual((answer.status, answer.header("location"), answer.header("referrer-policy")), (303, path, "no-referrer"))
        self.assertIn("How to check that it is genuine", buyer.get(path).body.decode())
        for wrong in ("/s/x/en", path + "/fr", "/s/" + "A" * 42 + "%0d/en"):
            self.assertEqual(buyer.get(wrong, follow=False).status, 404, wrong)

    def test_what_an_import_or_a_correction_changes_is_on_the_page_at_once(self):
        path = self.make(self.owner())
        self.assertNotIn("新做的工作", self.open(path).body.decode())
        _, workshop = self.world.workshop(self.server, "后来的汽修")
        message = repair(workshop, CAR["vin"], f"later-{time.time()}", settled="20240801", odometer="50000")
        message["repairprojectlist"][0]["repairproject"] = "新做的工作"
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        self.assertIn("新做的工作", self.open(path).body.decode())
        self.world.sql("DELETE FROM repair WHERE settled_on = '2024-08-01'")


class Away(unittest.TestCase):
    def test_without_the_database_a_link_says_so_and_opens_again_afterwards(self):
        with World() as world:
            server = world.server().start()
            register(world, [row(CAR)])
            browser = sign_in(world, server, "13900009001")
            browser.get("/vehicles/claim")
            vehicle = browser.post("/vehicles/claim", follow=False, **CAR).header("location")
            browser.get(vehicle + "/shares")
            once = re.search(r'name="once" value="([0-9a-f]{32})"', browser.page)[1]
            browser.post(vehicle + "/shares", once=once, scope="full", hours="1")
            path = re.search(r'readonly value="([^"]+)"', browser.page)[1].removeprefix(server.url)
            world.kill_postgres()
            self.assertEqual(Browser(server).get(path).status, 503)
            world.start_stores()
            until = time.monotonic() + 30
            while (status := Browser(server).get(path).status) != 200 and time.monotonic() < until:
                time.sleep(0.2)
            self.assertEqual(status, 200)


if __name__ == "__main__":
    unittest.main()
