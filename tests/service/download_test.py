"""All that is stored about me, to take away: complete, explained, readable, and nobody else's."""
import json
import re
import subprocess
import threading
import time
import unittest

from account_test import texts
from fleets import NAME, Fleets
from looks_test import OTHER, claimed
from owner_test import CAR, Browser, register, row, sign_in
from papers import prove
from world import World, repair, vin

PHONE, FAULT = "13900024001", "制动异响，检查前轮"


def paths(value, prefix=""):
    """The keys of a document, those of lists as of their members."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list):
        if not value or not isinstance(value[0], (dict, list)):
            yield prefix
        for part in value:
            yield from paths(part, prefix)
    else:
        yield prefix


class Download(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000,
                          CHEDANG_HASH_QUEUE=4)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR), row(OTHER)])
        for i, (day, km) in enumerate((("20210601", "20000"), ("20220601", "30000"), ("20230601", "大约四万"))):
            message = repair(workshop, CAR["vin"], f"WX-DOWN-{i}", settled=day, odometer=km, faultdescription=FAULT,
                             vehicleplatenumber=CAR["plate"])
            assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        cls.browser, cls.path = claimed(cls.world, cls.server, CAR, PHONE)
        sign_in(cls.world, cls.server, PHONE)  # a second device, which is told of
        texts(cls.world, PHONE, 1)

    def setUp(self):
        self.world.sql("DELETE FROM attempt WHERE kind = 'download'")

    def get(self, name, browser=None):
        return (browser or self.browser).ask("GET", f"/account/download.{name}", follow=False)

    def raw(self, name, language="zh"):
        cookies = {**self.browser.cookies, "lang": language}
        answer = self.server.ask("GET", f"/account/download.{name}", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
                                 timeout=60)
        self.assertEqual(answer.status, 200, answer.body[:300])
        self.assertEqual(answer.header("cache-control"), "no-store")
        self.assertIn("attachment", answer.header("content-disposition"))
        return answer.body

    def test_json_holds_everything_and_explains_each_key(self):
        me = json.loads(self.raw("json"))
        self.assertEqual(me["format"], "chedang-about-me/1")
        self.assertEqual(me["account"]["phone"], PHONE)
        self.assertEqual(me["preferences"], {"language": "zh", "sms_muted": [], "quiet_from": None, "quiet_to": None})
        self.assertEqual([s["this_one"] for s in me["sessions"]], [True, False])
        self.assertEqual(len(me["browsers"]), 2)
        self.assertEqual([n["kind"] for n in me["notices"]], ["new_device"])
        car, = me["vehicles"]
        self.assertEqual((car["handle"], car["held_now"]), (self.path.rsplit("/", 1)[1], True))
        self.assertEqual(car["history"]["vin"], CAR["vin"])
        newest = car["history"]["records"][0]
        self.assertEqual((newest["settled_on"], newest["odometer_km"], newest["fault"], newest["plate"]),
                         ("2023-06-01", None, FAULT, CAR["plate"]))
        self.assertEqual(newest["works"], [{"name": "更换机油", "hours": "1.5"}])
        self.assertEqual(newest["unread"], [{"field": "repairmileage", "text": "大约四万"}])
        explained = set(me.pop("keys"))
        self.assertEqual([path for path in paths(me) if not any(f"{key}.".startswith(f"{path}.") for key in explained)], [])
        self.assertRegex(me["made_at"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$")
        english = json.loads(self.raw("json", "en"))["keys"]
        self.assertEqual(set(english), explained)
        self.assertEqual(english["account.phone"], "Mobile number that you sign in with")

    def pdf_text(self, language):
        path = self.world.folder / f"about-me-{language}.pdf"
        path.write_bytes(self.raw("pdf", language))
        self.assertTrue(path.read_bytes().startswith(b"%PDF-"))
        fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertRegex(font, r"\byes\s+yes\s+yes\b")  # embedded, a part of it, with its characters
        return re.sub(r"\s", "", subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout)

    def test_pdf_can_be_read_and_carries_its_fonts(self):
        chinese = self.pdf_text("zh")
        for words in (PHONE, CAR["vin"], CAR["plate"], FAULT, "更换机油", "大约四万", "在一台新设备上登录", "WX-DOWN-0", "里程判断"):
            self.assertIn(words, chinese)
        english = self.pdf_text("en")
        for words in (PHONE, CAR["vin"], FAULT, "Mobilenumber", "Yourmobile"[:4]):
            self.assertIn(words, english)

    def test_a_long_life_goes_over_pages(self):
        self.world.sql(f"INSERT INTO notice (account_id, kind) SELECT account_id, 'new_device' FROM ownership, generate_series(1, 1200) "
                       f"WHERE handle = '{self.path.rsplit('/', 1)[1]}'")
        me = json.loads(self.raw("json"))
        self.assertEqual((len(me["notices"]), me["notices_cut"]), (1000, True))
        path = self.world.folder / "long.pdf"
        path.write_bytes(self.raw("pdf"))
        info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
        self.assertGreater(int(re.search(r"Pages:\s+(\d+)", info)[1]), 10)
        self.world.sql("DELETE FROM notice WHERE id > (SELECT min(id) FROM notice)")

    def test_what_is_gone_is_there_as_gone(self):
        browser, path = claimed(self.world, self.server, OTHER, "13900024011")
        register(self.world, [row({**OTHER, "plate": "沪C77779"}, holder="holder-2", held_since="2023-05-01")])
        answer = self.get("json", browser)
        car, = answer.json["vehicles"]
        self.assertEqual((car["held_now"], car["history"]), (False, None))
        self.assertNotIn(OTHER["vin"].encode(), answer.body)
        self.assertNotIn(CAR["vin"].encode(), answer.body)

    def test_cases_for_review_are_in_it(self):
        browser = sign_in(self.world, self.server, "13900024031")
        waiting, refused = vin(500811), vin(500812)
        case = prove(browser, refused)[1].rsplit("/", 1)[1]
        self.world.sql(f"""INSERT INTO staff (name, role, password) VALUES ('审核', 'reviewer', '\\x00') ON CONFLICT DO NOTHING;
                           SELECT review_decide('{case}', id, 'expired', NULL, NULL, 'x') FROM staff WHERE name = '审核'""")
        prove(browser, waiting)
        me = self.get("json", browser).json
        told = [(r["kind"], r["against_me"], r["state"], r["round"], r["reason"], r["photos_kept"]) for r in me["reviews"]]
        self.assertEqual(told, [("document", False, "open", 1, None, True), ("document", False, "refused", 1, "expired", False)])
        self.assertEqual([r["decided_at"] is None for r in me["reviews"]], [True, False])
        self.assertNotIn(waiting, json.dumps(me))
        path = self.world.folder / "reviews.pdf"
        path.write_bytes(self.get("pdf", browser).body)
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        for words in ("证件审核", "审核中", "证件已过期"):
            self.assertIn(words, text)

    def test_consents_and_memberships_are_in_it(self):
        other = sign_in(self.world, self.server, "13900024041")
        Fleets.make(self, other)
        self.world.sql(f"""INSERT INTO consent (handle, ownership, number, account_id, expires_at, ended_at)
                           SELECT repeat('f', 32), '{self.path.rsplit("/", 1)[1]}', 1, max(id), now() + interval '9 days', now() FROM account""")
        for browser, given in ((self.browser, True), (other, False)):
            me = self.get("json", browser).json
            consent, = me["consents"]
            self.assertEqual((consent["given"], consent["vin_masked"][-4:]), (given, CAR["vin"][-4:]))
            self.assertLess(consent["ended_at"], consent["until"])
            self.assertNotIn(PHONE if not given else "13900024041", json.dumps(me))
            path = self.world.folder / "consents.pdf"
            path.write_bytes(self.get("pdf", browser).body)
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
            self.assertIn("我同意他人查看" if given else "他人同意我查看", text)
        membership, = me["memberships"]
        self.assertEqual((membership["organisation"], membership["role"], membership["invited_until"]), (NAME, "administrator", None))
        self.assertIn(NAME, text)
        self.world.sql("DELETE FROM consent")
        self.world.sql(f"""INSERT INTO organisation_invitation (handle, organisation_id, phone_index, phone, role)
                           SELECT repeat('e', 32), max(organisation.id), phone_index, '\\x00', 'member' FROM organisation, account
                            WHERE account.id = (SELECT account_id FROM ownership WHERE handle = '{self.path.rsplit("/", 1)[1]}')
                            GROUP BY phone_index""")
        invitation, = self.get("json", self.browser).json["memberships"]
        self.assertEqual((invitation["organisation"], invitation["role"]), (NAME, "member"))
        self.assertLess(invitation["since"], invitation["invited_until"])
        self.world.sql("DELETE FROM organisation_invitation")

    once, send = Fleets.once, Fleets.send

    def test_nobody_elses_and_not_too_often(self):
        self.assertEqual(self.get("json", Browser(self.server)).header("location"), "/sign-in?needed")
        other = sign_in(self.world, self.server, "13900024021")
        answer = self.get("json", other)
        self.assertEqual((answer.json["vehicles"], answer.json["account"]["phone"]), ([], "13900024021"))
        statuses = [self.get("json", other).status for _ in range(11)]
        self.assertEqual(statuses, [200] * 9 + [429] * 2)
        self.assertIn("次数过多", other.page)

    def test_the_look_leaves_a_line_and_is_no_others(self):
        before = int(self.world.sql("SELECT count(*) FROM trail WHERE purpose = 'own_download'")[0][0])
        self.raw("json")
        time.sleep(0.6)  # until the trail is drained
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM trail WHERE purpose = 'own_download'")[0][0]), before + 1)
        self.browser.get(f"{self.path}/looks")
        self.assertIn("还没有人查询过", self.browser.page)

    def test_many_at_once_and_some_who_leave(self):
        self.world.sql("INSERT INTO attempt (kind, key, since, count) SELECT 'download', int8send(id), date_trunc('hour', now()), -100 "
                       "FROM account")
        cookie = "; ".join(f"{k}={v}" for k, v in self.browser.cookies.items())
        seen = []

        def ask(n):
            if n % 4 == 3:
                self.server.raw(f"GET /account/download.pdf HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode(),
                                timeout=0.05)
                return
            seen.append(self.server.ask("GET", f"/account/download.{'pdf' if n % 2 else 'json'}", headers={"Cookie": cookie}, timeout=60))

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(seen), 12)
        self.assertLessEqual({a.status for a in seen}, {200, 503})
        self.assertIn(200, {a.status for a in seen})


class Policy(unittest.TestCase):
    def test_anybody_may_read_who_sees_what(self):
        with World() as world:
            browser = Browser(world.server().start())
            self.assertEqual(browser.get("/policy").status, 200)
            cells = lambda: [re.findall(r"<t[hd][^>]*>([^<]+)<", line) for line in re.findall(r"<tr>.*?</tr>", browser.page, re.S)]
            table = {line[0]: line[1:] for line in cells()}
            self.assertIn("现车主本人", table["内容"])
            self.assertEqual(dict(zip(table["内容"], table["当时的号牌"]))["现车主本人"], "完整显示")
            self.assertEqual(dict(zip(table["内容"], table["当时的号牌"]))["签约平台（二手车、保险、金融等）"], "不显示")
            self.assertIn("舍去不足 1,000 公里的部分", table["每次维修时的里程"])
            browser.get("/")
            self.assertIn('href="/policy"', browser.page)
            browser.cookies["lang"] = "en"
            browser.get("/policy")
            self.assertIn("rounded down to 1,000 km", {line[0]: line[1:] for line in cells()}["Mileage at each repair"])
