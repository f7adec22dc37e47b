"""People of the authority: they come in by name and password, each sees what the role may do, and whoever is ended is out."""
import statistics
import time
import unittest

from owner_test import Browser, sign_in
from world import World


def staff_sign_in(world, server, role, name=None):
    """A browser in which somebody new of this role has signed in."""
    name = name or f"{role}-{world.sql('SELECT count(*) FROM staff')[0][0]}"
    browser = Browser(server)
    browser.get("/staff/sign-in")
    answer = browser.post("/staff/sign-in", follow=False, name=name, password=world.staff(name, role))
    assert (answer.status, answer.header("location")) == (303, "/staff"), browser.page
    browser.get("/staff")
    return browser


class Staff(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_PASSWORD_HOUR=1000, CHEDANG_CODE_SENDS_ADDRESS=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.password = cls.world.staff("王审核", "reviewer")

    def try_in(self, name, password, browser=None):
        browser = browser or Browser(self.server)
        browser.get("/staff/sign-in")
        return browser, browser.post("/staff/sign-in", follow=False, name=name, password=password)

    def test_each_sees_what_the_role_may_do(self):
        for role, words, others in (("reviewer", "证件审核", "逾期异议"), ("supervisor", "逾期异议", "证件审核")):
            browser = staff_sign_in(self.world, self.server, role)
            self.assertIn(words, browser.page)
            self.assertNotIn(others, browser.page)
            self.assertEqual(browser.get("/staff").header("cache-control"), "no-store")
            browser.get("/language/en?to=/staff")
            self.assertIn("You are signed in as " + role, browser.page)

    def test_a_wrong_name_and_a_wrong_password_are_answered_alike(self):
        pages = []
        for name, password in (("王审核", "geraten-999"), ("王审核", self.password + "x"), ("王审核", self.password[:-1])):
            browser, answer = self.try_in(name, password)
            self.assertEqual(answer.status, 200)
            self.assertNotIn("__Host-session", browser.cookies)
            pages.append(browser.page.replace(browser.csrf, "").replace(name, ""))
            self.assertNotIn(password, browser.page)
        browser, answer = self.try_in("无此人", self.password)
        self.assertIn("无此人", browser.page)  # what was typed stays
        pages.append(browser.page.replace(browser.csrf, "").replace("无此人", ""))
        self.assertEqual(len(set(pages)), 1)
        self.assertIn("用户名或密码不对", pages[0])

    def test_a_name_that_is_not_there_takes_as_long(self):
        took = {"王审核": [], "无此人": []}
        browser = Browser(self.server)
        for _ in range(5):
            for name, seconds in took.items():
                begun = time.monotonic()
                self.try_in(name, "wrong", browser)
                seconds.append(time.monotonic() - begun)
        known, unknown = (statistics.median(seconds) for seconds in took.values())
        self.assertLess(abs(known - unknown), 0.5 * known, (known, unknown))

    def test_what_is_missing_or_too_long_is_told_without_a_check(self):
        for name, password, words in (("", "x", "请填写"), ("王审核", "", "请填写"), ("王" * 40, "x", "不对"), ("王审核", "x" * 129, "不对")):
            browser, answer = self.try_in(name, password)
            self.assertEqual(answer.status, 200)
            self.assertIn(words, browser.page)

    def test_the_session_is_new_takes_the_place_of_an_owners_and_is_no_owners(self):
        browser = sign_in(self.world, self.server, "13900020001")
        before = browser.cookies["__Host-session"]
        _, answer = self.try_in("王审核", self.password, browser)
        self.assertEqual(answer.status, 303)
        self.assertNotEqual(browser.cookies["__Host-session"], before)
        self.assertEqual(browser.get("/vehicles", follow=False).header("location"), "/sign-in?needed")
        self.assertEqual(browser.get("/staff/sign-in", follow=False).header("location"), "/staff")
        old = Browser(self.server)
        old.cookies["__Host-session"] = before
        self.assertEqual(old.get("/vehicles", follow=False).header("location"), "/sign-in?needed")
        self.assertEqual(old.get("/staff", follow=False).header("location"), "/staff/sign-in?needed")

    def test_signing_out_ends_the_session(self):
        browser, _ = self.try_in("王审核", self.password)
        browser.get("/staff")
        copy = Browser(self.server)
        copy.cookies = dict(browser.cookies)
        self.assertEqual(browser.post("/staff/sign-out", follow=False, csrf="0" * 32).status, 403)
        self.assertEqual(browser.post("/staff/sign-out", follow=False).header("location"), "/staff/sign-in?out")
        self.assertEqual(copy.get("/staff", follow=False).header("location"), "/staff/sign-in?needed")

    def test_whoever_is_ended_is_out_at_once_and_does_not_come_back(self):
        password = self.world.staff("赵离职", "supervisor")
        browser, _ = self.try_in("赵离职", password)
        self.assertEqual(browser.get("/staff").status, 200)
        self.world.command("staff", "end", "赵离职")
        self.assertEqual(browser.get("/staff", follow=False).header("location"), "/staff/sign-in?needed")
        self.assertEqual(self.world.sql("SELECT count(*) FROM session JOIN staff ON staff.id = staff_id WHERE name = '赵离职'"), [["0"]])
        _, answer = self.try_in("赵离职", password)
        self.assertEqual(answer.status, 200)

    def test_a_password_is_nobody_elses(self):
        """The seal is bound to the name: a password that is moved to another row does not open."""
        self.world.staff("钱甲", "reviewer")
        password = self.world.staff("钱乙", "supervisor")
        self.world.sql("UPDATE staff SET password = (SELECT password FROM staff WHERE name = '钱乙') WHERE name = '钱甲'")
        self.assertEqual(self.try_in("钱甲", password)[1].status, 200)
        self.assertEqual(self.try_in("钱乙", password)[1].status, 303)

    def test_nothing_of_the_password_is_in_a_log_or_store(self):
        self.try_in("王审核", self.password)
        self.try_in("王审核", "canary-typed-password")
        for secret in (self.password, "canary-typed-password"):
            self.assertNotIn(secret, self.server.log())
            self.assertNotIn(secret.encode().hex(), str(self.world.sql("SELECT staff::text FROM staff")))
        self.assertEqual(self.server.log().count("王审核"), 0)


class Limits(unittest.TestCase):
    def test_guesses_are_limited_and_others_are_not_locked_out(self):
        with World(CHEDANG_PASSWORD_HOUR=16, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            password = world.staff("周", "reviewer")
            browser = Browser(server)
            statuses = []
            for _ in range(18):
                browser.get("/staff/sign-in")
                answer = browser.post("/staff/sign-in", follow=False, name="周", password="guess")
                statuses.append(answer.status)
            self.assertEqual(statuses, [200] * 16 + [429] * 2)
            self.assertGreater(int(answer.header("retry-after")), 0)
            self.assertIn("尝试次数过多", browser.page)
            elsewhere = Browser(server, "127.0.0.9")
            elsewhere.get("/staff/sign-in")
            self.assertEqual(elsewhere.post("/staff/sign-in", follow=False, name="周", password=password).status, 303)
