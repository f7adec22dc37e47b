"""An owner contests a record: the workshop answers or does not, the authority decides, an upload corrects; and ratings."""
import datetime
import html
import itertools
import re
import subprocess
import time
import unittest

from owner_test import Browser, claim, register, row, sign_in
from privacy_test import spellings
from staff_test import staff_sign_in
from world import World, repair, vin

WORDS = "里程应该是三万公里，不是一万二。"
SERIALS = itertools.count(530001)
PHONES = itertools.count(13900020001)


def china_today():
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()


class Car:
    """A vehicle with records of the first workshop, and its owner's browser on its page."""

    def __init__(self, case, records=1):
        self.case, serial = case, next(SERIALS)
        self.facts = {"vin": vin(serial), "plate": f"沪A{serial % 100000:05d}", "engine_no": f"EA888{serial}",
                      "registration_no": f"310000{serial}"}
        self.phone = str(next(PHONES))
        register(case.world, [row(self.facts)])
        for i in range(records):
            self.upload(i)
        self.owner = sign_in(case.world, case.server, self.phone)
        self.path = self.claim(self.owner)

    def claim(self, browser):
        return claim(self.case.world, browser, self.facts)

    def upload(self, i, car=None, by=None, **more):
        facts = (car or self).facts
        message = repair(by or self.case.token, facts["vin"], f"D-{self.facts['vin']}-{i}", settled=f"2024{i + 1:02d}03",
                         vehicleplatenumber=facts["plate"], **more)
        answer = self.case.server.v1("lcipprocarfixrecordadd", message).json
        assert answer["code"] in ("1", "2"), answer

    def page(self):
        assert self.owner.get(self.path).status == 200
        return self.owner.page

    def forms(self, kind="dispute"):
        """Where each record is contested, or rated; the newest first."""
        return re.findall(rf'href="({self.path}/{kind}/[0-9a-f]{{32}})"', self.page())

    def contest(self, kind="wrong_figure", words=WORDS, path=None):
        """The handle of the dispute."""
        path = path or self.forms()[0]
        self.owner.get(path)
        answer = self.owner.post(path, follow=False, ticket=ticket_of(self.owner), kind=kind, words=words)
        assert answer.status == 303, self.owner.page
        assert (found := re.fullmatch("/disputes/([0-9a-f]{32})", answer.header("location"))), answer.header("location")
        return found[1]

    def step(self, handle, step, **more):
        self.owner.get(f"/disputes/{handle}")
        return self.owner.post(f"/disputes/{handle}", follow=False, step=step, **more)

    def notices(self):
        account = f"(SELECT account_id FROM ownership WHERE handle = '{self.path.rsplit('/', 1)[1]}')"
        return [r[0] for r in self.case.world.sql(f"SELECT kind FROM notice WHERE account_id = {account} ORDER BY id")]

    def disputes(self):
        """What a platform is told, now."""
        answer = self.case.server.lookup(self.case.platform, self.facts["vin"]).json
        return answer["disputes"], [r["disputed"] for r in answer["records"]]


def ticket_of(browser):
    return re.search(r'name="ticket" value="([0-9a-f]{32})"', browser.page)[1]


def workshop_sign_in(server, code, password="geheim-123"):
    browser = Browser(server)
    browser.get("/workshop/sign-in")
    answer = browser.post("/workshop/sign-in", follow=False, code=code, password=password)
    assert (answer.status, answer.header("location")) == (303, "/workshop"), browser.page
    return browser


def strip(body):
    return re.sub(rb"[0-9a-f]{16,}", b"", body)


class Disputes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=10000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.token = cls.world.workshop(cls.server)
        cls.other_code, cls.other_token = cls.world.workshop(cls.server, name="上海另一家汽车维修有限公司")
        cls.platform = cls.server.token(cls.world.client())
        cls.workshop, cls.other_workshop = (workshop_sign_in(cls.server, code) for code in (cls.code, cls.other_code))
        cls.supervisor, cls.reviewer = (staff_sign_in(cls.world, cls.server, role) for role in ("supervisor", "reviewer"))

    def state(self, handle):
        return self.world.sql(f"SELECT state FROM dispute WHERE handle = '{handle}'")[0][0]

    def steps(self, handle):
        return [r[0] for r in self.world.sql(f"""SELECT step FROM dispute_step JOIN dispute ON id = dispute_id
            WHERE handle = '{handle}' ORDER BY number""")]

    def due(self, handle, days):
        self.world.sql(f"UPDATE dispute SET due_on = '{china_today() + datetime.timedelta(days)}' WHERE handle = '{handle}'")

    def clock(self):
        """Lets the sweep run: a server that begins does so after a second."""
        server = self.world.server(CHEDANG_SPOOL=str(self.world.folder / "spool-of-the-clock")).start()
        until = time.monotonic() + 30
        while server.metric("sweeps") == 0 and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(server.metric("sweeps"), 1)
        server.stop()

    def answer(self, handle, step, browser=None, **more):
        browser = browser or self.workshop
        browser.get(f"/workshop/disputes/{handle}")
        return browser.post(f"/workshop/disputes/{handle}", follow=False, step=step, **more)

    def decide(self, handle, step, browser=None, **more):
        browser = browser or self.supervisor
        browser.get(f"/staff/disputes/{handle}")
        return browser.post(f"/staff/disputes/{handle}", follow=False, step=step, **more)

    def test_contested_answered_and_accepted(self):
        car = Car(self, records=2)
        self.assertEqual(car.disputes(), (0, [False, False]))
        handle = car.contest()
        self.assertEqual(car.disputes(), (1, [True, False]))  # at once, from whatever cache
        self.assertIn("存在异议", car.page())
        self.workshop.get("/workshop")
        self.assertIn(f"/workshop/disputes/{handle}", self.workshop.page)
        self.workshop.get(f"/workshop/disputes/{handle}")
        for shown in (WORDS, "D-" + car.facts["vin"], "12,345", "更换机油", "待企业答复"):
            self.assertIn(shown, self.workshop.page)
        for hidden in (car.facts["plate"], car.phone):
            self.assertNotIn(hidden, self.workshop.page)
        self.assertEqual(self.answer(handle, "justified", words="仪表照片与结算清单一致。").status, 303)
        self.assertEqual(car.notices(), ["dispute_answered"])
        car.owner.get(f"/disputes/{handle}")
        self.assertIn("仪表照片与结算清单一致。", car.owner.page)
        self.assertEqual(car.disputes()[0], 1)
        self.assertEqual(car.step(handle, "accepted").status, 303)
        self.assertEqual(car.disputes(), (0, [False, False]))
        self.assertEqual((self.state(handle), self.steps(handle)), ("closed", ["opened", "justified", "accepted"]))
        car.owner.get(car.path + "/disputes")
        self.assertIn(f"/disputes/{handle}", car.owner.page)
        self.assertNotEqual(car.contest(kind="not_mine"), handle)  # another one, later

    def test_a_workshop_that_never_answers(self):
        car = Car(self)
        handle = car.contest()
        due = self.world.sql(f"SELECT due_on FROM dispute WHERE handle = '{handle}'")[0][0]
        self.assertGreaterEqual((datetime.date.fromisoformat(due) - china_today()).days, 5)
        self.due(handle, 1)
        self.clock()
        self.assertEqual((self.state(handle), self.steps(handle)), ("with_workshop", ["opened", "reminded"]))
        self.workshop.get("/workshop")
        line = next(line for line in self.workshop.page.split("<tr>") if handle in line)
        self.assertIn("即将到期", line)
        self.supervisor.get("/staff/disputes")
        self.assertNotIn(handle, self.supervisor.page)

        self.due(handle, -1)
        self.clock()
        self.clock()  # nothing happens twice
        self.assertEqual((self.state(handle), self.steps(handle)), ("escalated", ["opened", "reminded", "escalated"]))
        self.assertEqual(car.notices(), ["dispute_escalated"])
        self.supervisor.get("/staff/disputes")
        self.assertIn(f"/staff/disputes/{handle}", self.supervisor.page)
        self.assertIn("没有生效", self.answer(handle, "justified", words="现在才来答复。").body.decode())
        self.supervisor.get(f"/staff/disputes/{handle}")
        self.assertIn(WORDS, self.supervisor.page)
        self.assertNotIn(car.facts["plate"], self.supervisor.page)

        self.assertEqual(self.decide(handle, "upheld", words="企业未能提供依据。").status, 303)
        self.assertEqual((self.state(handle), car.disputes()[0]), ("upheld", 1))  # until it is corrected
        self.workshop.get(f"/workshop/disputes/{handle}")
        self.assertIn("企业未能提供依据。", self.workshop.page)
        car.upload(0, repairmileage="30000")
        self.assertEqual((self.state(handle), car.disputes()), ("corrected", (0, [False])))
        self.assertEqual(car.notices(), ["dispute_escalated", "dispute_decided", "dispute_corrected"])
        self.clock()
        self.assertGreater(self.world.sql(f"SELECT due_on FROM dispute WHERE handle = '{handle}'")[0][0], str(china_today()))
        self.due(handle, -1)
        self.clock()
        self.assertEqual((self.state(handle), self.steps(handle)[-1]), ("closed", "lapsed"))

    def test_a_correction_that_was_promised_and_one_that_was_not_enough(self):
        car = Car(self)
        handle = car.contest()
        self.answer(handle, "promised", words="核对后将更正。")
        self.assertEqual((self.state(handle), car.disputes()[0]), ("correcting", 1))
        car.upload(0, repairmileage="13000")
        self.assertEqual((self.state(handle), car.disputes()[0]), ("corrected", 0))
        self.assertEqual(car.step(handle, "insisted", words="还是不对，应为三万。").status, 303)
        self.assertEqual((self.state(handle), car.disputes()), ("escalated", (1, [True])))
        car.upload(0, repairmileage="30000")
        self.assertEqual(car.step(handle, "accepted").status, 303)
        self.assertEqual(self.steps(handle), ["opened", "promised", "corrected", "insisted", "corrected", "accepted"])

    def test_a_promise_that_is_not_kept_is_escalated(self):
        car = Car(self)
        handle = car.contest()
        self.answer(handle, "promised", words="核对后将更正。")
        self.due(handle, -1)
        self.clock()
        self.assertEqual(self.state(handle), "escalated")
        self.decide(handle, "dismissed", words="与结算清单一致。")
        self.assertEqual((self.state(handle), car.disputes()), ("closed", (0, [False])))

    def test_a_record_that_went_to_another_vehicle_is_settled(self):
        car, right = Car(self, records=2), Car(self)
        handle = car.contest(kind="not_mine")
        self.assertEqual(car.disputes(), (1, [True, False]))
        car.upload(1, car=right)
        self.assertEqual((self.state(handle), self.steps(handle)), ("closed", ["opened", "corrected"]))
        self.assertEqual((car.disputes(), right.disputes()), ((0, [False]), (0, [False, False])))
        self.assertEqual(car.owner.get(f"/disputes/{handle}").status, 200)
        self.assertIn("已不在该车档案中", car.owner.page)

    def test_a_repair_that_is_missing(self):
        car = Car(self)
        handle = car.contest(kind="missing_record", words="去年五月在另一家企业换过轮胎。", path=car.path + "/dispute")
        self.assertEqual((self.state(handle), car.disputes()), ("open", (1, [False])))
        self.assertIn("有 1 条记录存在异议", car.page())
        self.assertEqual(self.decide(handle, "forwarded", workshop="310115999999999").status, 200)
        self.assertIn("没有使用这个代码的企业", self.supervisor.page)
        self.assertEqual(self.state(handle), "open")
        self.assertEqual(self.decide(handle, "forwarded", workshop=self.other_code).status, 303)
        self.assertEqual(self.workshop.get(f"/workshop/disputes/{handle}").status, 404)
        self.assertEqual(self.other_workshop.get(f"/workshop/disputes/{handle}").status, 200)
        car.upload(4)  # of somebody else
        self.assertEqual((self.state(handle), car.disputes()[0]), ("with_workshop", 1))
        car.upload(5, by=self.other_token)
        self.assertEqual((self.state(handle), car.disputes()), ("corrected", (0, [False] * 3)))

    def test_a_missing_repair_can_be_imported_too(self):
        car = Car(self)
        handle = car.contest(kind="missing_record", words="去年五月在另一家企业换过轮胎。", path=car.path + "/dispute")
        self.decide(handle, "forwarded", workshop=self.other_code)
        key = self.world.sql(f"SELECT encode(vehicle_key, 'hex') FROM dispute WHERE handle = '{handle}'")[0][0]
        self.world.sql(f"""COPY repair (vehicle_key, id, workshop_id, detail) FROM STDIN;
\\\\x{key}\t99900001\t{self.world.sql(f"SELECT id FROM workshop WHERE code = '{self.other_code}'")[0][0]}\t\\\\x00
\\.
""")
        self.assertEqual(self.state(handle), "corrected")

    def test_the_owner_can_withdraw(self):
        car = Car(self)
        handle = car.contest()
        self.assertEqual(car.step(handle, "withdrawn").status, 303)
        self.assertEqual((self.state(handle), car.disputes()), ("closed", (0, [False])))
        answer = self.answer(handle, "justified", words="已经来不及了。")
        self.assertEqual(answer.status, 200)
        self.assertIn("没有生效", answer.body.decode())
        self.assertEqual(self.steps(handle), ["opened", "withdrawn"])

    def test_what_is_not_theirs_is_nowhere(self):
        car, foreign = Car(self), Car(self)
        form = car.forms()[0]
        handle = car.contest()
        unknown = "0" * 32
        nobody, buyer = Browser(self.server), sign_in(self.world, self.server, str(next(PHONES)))
        self.assertEqual(nobody.get(f"/disputes/{handle}", follow=False).header("location"), "/sign-in?needed")
        self.assertEqual(nobody.get("/workshop", follow=False).header("location"), "/workshop/sign-in?needed")
        self.assertEqual(nobody.get("/staff/disputes", follow=False).header("location"), "/staff/sign-in?needed")
        for browser, path in ((foreign.owner, f"/disputes/{handle}"), (foreign.owner, form), (foreign.owner, car.path + "/disputes"),
                              (foreign.owner, car.path + "/dispute"), (foreign.owner, foreign.path + "/dispute/" + form[-32:]),
                              (foreign.owner, form.replace("/dispute/", "/rating/")),
                              (self.other_workshop, f"/workshop/disputes/{handle}"),
                              (self.reviewer, f"/staff/disputes/{handle}"), (self.reviewer, "/staff/disputes")):
            with self.subTest(path=path):
                browser.get({"/workshop": "/workshop/disputes/", "/staff/d": "/staff/disputes/"}.get(path[:8], "/disputes/") + unknown)
                there = browser.get(path)
                self.assertEqual(there.status, 404)
                if handle in path:
                    absent = browser.get(path.replace(handle, unknown))
                    self.assertEqual((strip(there.body), absent.status), (strip(absent.body), 404))
                for step in ("withdrawn", "justified", "upheld", "accepted"):
                    self.assertIn(browser.post(path, step=step, words="不是我的，但我要改。", kind="not_mine", ticket="1" * 32).status,
                                  (403, 404, 405), path)
        for browser in (self.workshop, self.supervisor):  # through another's door
            answer = browser.get(f"/disputes/{handle}", follow=False)
            self.assertEqual((answer.status, answer.header("location")), (303, "/sign-in?needed"))
        answer = car.owner.get(f"/workshop/disputes/{handle}", follow=False)
        self.assertEqual((answer.status, answer.header("location")), (303, "/workshop/sign-in?needed"))
        self.assertEqual((self.state(handle), self.steps(handle)), ("with_workshop", ["opened"]))

        car.owner.get(f"/disputes/{handle}")
        register(self.world, [row({**car.facts}, holder="holder-2", held_since="2025-01-01")])
        for path in (f"/disputes/{handle}", form, car.path + "/disputes"):
            self.assertEqual(car.owner.get(path).status, 404, path)
        self.assertEqual(car.owner.post(f"/disputes/{handle}", step="withdrawn").status, 404)
        self.assertEqual(self.state(handle), "with_workshop")
        car.claim(buyer)
        self.assertEqual(buyer.get(f"/disputes/{handle}").status, 404)
        self.answer(handle, "justified", words="记录是对的，没有错。")
        self.assertEqual(car.notices(), ["ownership_ended"])  # and nothing of what is somebody else's by now

    def test_what_is_sent_twice_is_done_once(self):
        car = Car(self)
        form = car.forms()[0]
        car.owner.get(form)
        fields = {"ticket": ticket_of(car.owner), "kind": "wrong_work", "words": WORDS}
        places = {car.owner.post(form, follow=False, **fields).header("location") for _ in range(3)}
        self.assertEqual(places, {f"/disputes/{fields['ticket']}"})
        again = car.owner.post(form, follow=False, **{**fields, "ticket": "a" * 32})
        self.assertEqual(again.header("location"), f"/disputes/{fields['ticket']}")
        self.assertEqual(car.owner.get(form, follow=False).header("location"), f"/disputes/{fields['ticket']}")
        handle = fields["ticket"]
        for _ in range(2):
            self.assertEqual(self.answer(handle, "justified", words="记录无误，有照片。").status, 303)
        for _ in range(2):
            self.assertEqual(car.step(handle, "insisted", words="照片不是这辆车。").status, 303)
        self.assertEqual(self.steps(handle), ["opened", "justified", "insisted"])
        self.assertEqual(car.notices(), ["dispute_answered"])
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM dispute WHERE ownership = '{car.path[-32:]}'"), [["1"]])

    def test_another_holder_is_told_that_it_is_contested(self):
        car, second = Car(self), sign_in(self.world, self.server, str(next(PHONES)))
        handle = car.contest()
        path = car.claim(second)
        second.get(path)
        form = re.search(rf'href="({path}/dispute/[0-9a-f]{{32}})"', second.page)[1]
        second.get(form)
        answer = second.post(form, follow=False, ticket=ticket_of(second), kind="not_mine", words="我也觉得不对。")
        self.assertEqual(answer.status, 200)
        self.assertIn("已有异议正在核实", second.page)
        self.assertIn("我也觉得不对。", second.page)
        self.assertEqual(second.get(f"/disputes/{handle}").status, 404)

    def test_what_is_wrong_in_a_form_is_said_at_the_field_and_stays(self):
        car = Car(self)
        form = car.forms()[0]
        for fields, said in (({"kind": "wrong_figure", "words": "短"}, "words-error"), ({"words": WORDS}, "kind-error"),
                             ({"kind": "missing_record", "words": WORDS}, "kind-error"), ({"kind": "nonsense", "words": WORDS}, "kind-error"),
                             ({"kind": "not_mine", "words": "长" * 501}, "words-error"), ({"kind": "not_mine", "words": " \r\n　 "}, "words-error"),
                             ({"kind": "not_mine", "words": "<b>短</b>"[:4]}, "words-error")):
            with self.subTest(fields=fields):
                car.owner.get(form)
                answer = car.owner.post(form, follow=False, ticket=ticket_of(car.owner), **fields)
                self.assertEqual(answer.status, 200)
                self.assertIn(f'id="{said}"', car.owner.page)
                self.assertIn(html.escape(fields["words"].strip()), car.owner.page)
        handle = car.contest(words="第一行说明。\r\n第二行说明。")
        self.assertEqual(self.state(handle), "with_workshop")
        self.answer(handle, "", words="没有选择答复。")
        self.assertIn('id="step-error"', self.workshop.page)
        self.assertIn("没有选择答复。", self.workshop.page)
        for step in ("upheld", "accepted", "opened", "corrected", "escalated", "nonsense"):
            self.answer(handle, step, words="这不是企业的步骤。")
        self.answer(handle, "justified", words="短")
        self.assertIn('id="words-error"', self.workshop.page)
        self.assertEqual(self.steps(handle), ["opened"])

    def test_a_vehicle_has_so_many_disputes_and_no_more(self):
        car = Car(self, records=1)
        for i in range(10):
            car.contest(kind="missing_record", words=f"缺少第 {i} 次维修记录。", path=car.path + "/dispute")
        car.owner.get(car.path + "/dispute")
        answer = car.owner.post(car.path + "/dispute", follow=False, ticket=ticket_of(car.owner), words="再缺少一次维修记录。")
        self.assertEqual(answer.status, 200)
        self.assertIn("最多有 10 个", car.owner.page)
        self.assertEqual(car.disputes()[0], 10)

    def test_forms_of_others_do_nothing(self):
        car = Car(self)
        handle = car.contest()
        for browser, path in ((car.owner, f"/disputes/{handle}"), (self.workshop, f"/workshop/disputes/{handle}"),
                              (self.workshop, "/workshop/sign-out"), (self.supervisor, f"/staff/disputes/{handle}"),
                              (Browser(self.server), "/workshop/sign-in")):
            answer = browser.ask("POST", path, {"csrf": "0" * 32, "step": "withdrawn", "words": WORDS}, follow=False)
            self.assertEqual(answer.status, 403, path)
        self.assertEqual(self.steps(handle), ["opened"])
        self.assertEqual(self.workshop.get("/workshop").status, 200)

    def test_what_is_written_is_sealed_and_reaches_the_other_side_without_persons(self):
        car, canary = Car(self), "金丝雀异议内容"
        handle = car.contest(words=f"{canary}，联系人：王小明 13712345678，车牌 {car.facts['plate']}。")
        self.answer(handle, "justified", words=f"{canary}，送修人李大力先生 13812345679 已签字。")
        self.workshop.get(f"/workshop/disputes/{handle}")
        self.assertIn(canary, self.workshop.page)
        for hidden in ("13712345678", car.facts["plate"]):
            self.assertNotIn(hidden, self.workshop.page)
        car.owner.get(f"/disputes/{handle}")
        self.assertIn("13712345678", car.owner.page)  # their own words
        self.assertNotIn("13812345679", car.owner.page)
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True, check=True,
                              timeout=60).stdout
        self.assertIn(handle.encode(), dump)
        logs = self.server.log().encode()
        for spelling in spellings(canary):
            self.assertNotIn(spelling, dump)
            self.assertNotIn(spelling, logs)
        self.world.sql(f"""UPDATE dispute_step SET words = (SELECT words FROM dispute_step AS s JOIN dispute ON dispute.id = s.dispute_id
            WHERE handle = '{handle}' AND step = 'opened') WHERE step = 'justified' AND dispute_id =
            (SELECT id FROM dispute WHERE handle = '{handle}')""")
        car.owner.get(f"/disputes/{handle}")  # words that were moved do not open
        self.assertEqual(car.owner.page.count(canary), 1)

    def test_with_an_ownership_its_disputes_go_and_nothing_stays_contested(self):
        car = Car(self)
        car.contest()
        car.contest(kind="missing_record", words="缺少一次维修记录。", path=car.path + "/dispute")
        self.assertEqual(car.disputes(), (2, [True]))
        self.world.sql(f"DELETE FROM ownership WHERE handle = '{car.path[-32:]}'", role="chedang_serve")
        time.sleep(0.3)  # a lease
        self.assertEqual(car.disputes(), (0, [False]))

    def test_a_workshop_signs_in_with_the_code_and_password_of_the_interface(self):
        seen = set()
        for code, password in ((self.code, "falsch"), ("310115999999999", "geheim-123"), (self.code, "x" * 129), ("", "")):
            browser = Browser(self.server)
            browser.get("/workshop/sign-in")
            answer = browser.post("/workshop/sign-in", follow=False, code=code, password=password)
            self.assertEqual((answer.status, "__Host-session" in browser.cookies), (200, False))
            seen.add(re.sub(r"[0-9a-f]{16,}", "", browser.page.replace(f'value="{code}"', 'value=""')))
        self.assertEqual(len(seen), 1)
        browser = workshop_sign_in(self.server, self.code)
        self.assertEqual(browser.get("/workshop/sign-in", follow=False).header("location"), "/workshop")
        self.assertEqual(browser.get("/vehicles", follow=False).header("location"), "/sign-in?needed")
        browser.get("/workshop")
        self.assertEqual(browser.post("/workshop/sign-out", follow=False).header("location"), "/workshop/sign-in?out")
        self.assertEqual(browser.get("/workshop", follow=False).header("location"), "/workshop/sign-in?needed")

    def test_guesses_of_a_workshops_password_come_to_an_end(self):
        with World(CHEDANG_PASSWORD_HOUR=3, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            code, _ = world.workshop(server)
            browser = Browser(server)
            browser.get("/workshop/sign-in")
            seen = [browser.post("/workshop/sign-in", follow=False, code=code, password=f"guess-{i}").status for i in range(5)]
            self.assertEqual(seen[-1], 429)
            self.assertIn(200, seen)
            self.assertIn("尝试次数过多", browser.page)

    def test_a_repair_is_rated_once(self):
        car = Car(self)
        form = car.forms("rating")[0]
        points = {"punctuality": 5, "attitude": 4, "quality": 5, "speed": 3, "price": 2}
        car.owner.get(form)
        for wrong in ({"speed": ""}, {"price": 6}, {"quality": 0}, {"quality": "5.0"}, {"attitude": "x"}):
            answer = car.owner.post(form, follow=False, **{**points, **wrong})
            self.assertEqual(answer.status, 200)
            self.assertIn(f'id="{next(iter(wrong))}-error"', car.owner.page)
            self.assertEqual(car.owner.page.count(" checked"), 4)
        for _ in range(2):
            self.assertEqual(car.owner.post(form, follow=False, **points).header("location"), form)
        self.assertEqual(car.owner.post(form, follow=False, **{**points, "price": 1}).header("location"), form)
        car.owner.get(form)
        self.assertIn("2 / 5", car.owner.page)
        self.assertNotIn('type="radio"', car.owner.page)
        self.assertEqual(self.world.sql(f"SELECT punctuality, attitude, quality, speed, price FROM rating WHERE ownership = '{car.path[-32:]}'"),
                         [["5", "4", "5", "3", "2"]])

    def test_averages_are_told_only_of_ten_and_more(self):
        car = Car(self)
        car.owner.get(car.forms("rating")[0])
        workshop = self.world.sql(f"SELECT id FROM workshop WHERE code = '{self.code}'")[0][0]
        ratings = lambda: self.world.sql(f"SELECT ratings, price FROM workshop_rating WHERE workshop_id = {workshop}", role="chedang_serve")
        self.world.sql("DELETE FROM rating")
        add = f"""INSERT INTO rating SELECT vehicle_key, id, 'owner-' || n, workshop_id, 5, 5, 5, 5, n %% 5 + 1
            FROM (SELECT * FROM repair WHERE workshop_id = {workshop} LIMIT 1) AS r, generate_series(%d, %d) AS n"""
        self.world.sql(add % (1, 9))
        self.assertEqual(ratings(), [])
        self.world.sql(add % (10, 10))
        self.assertEqual(ratings(), [["10", "3.0"]])
