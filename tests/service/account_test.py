"""The account in its owner's hands: devices and sessions, another number, and the end of it."""
import json
import re
import subprocess
import threading
import time
import unittest

from looks_test import OTHER, claimed
from messages_test import account_of
from owner_test import CAR, Browser, codes, register, row, sign_in
from privacy_test import spellings
from world import World, repair

AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49"
SIGNED_OUT = "/sign-in?needed"


def texts(world, phone, wanted=0):
    """What this telephone got but for codes; waits for so many."""
    until = time.monotonic() + 10
    while True:
        found = [json.loads(p.read_text()) for p in (world.folder / "outbox").glob("*.json")]
        got = [m["text"] for m in found if m["to"] == phone and not re.search(r"\d{6}", m["text"])]
        if len(got) >= wanted or time.monotonic() > until:
            return got
        time.sleep(0.05)


def ask_for_code(world, browser, path, phone):
    """The code that came to this number, after a form was sent that asks for it."""
    before = len(codes(world, phone))
    browser.get(path)
    answer = browser.post(path, phone=phone, follow=False)
    assert answer.status == 303, answer.body.decode()
    browser.get(answer.header("location"))
    until = time.monotonic() + 10
    while len(codes(world, phone)) == before and time.monotonic() < until:
        time.sleep(0.05)
    return codes(world, phone)[-1]


def again(world, server, browser, phone):
    """The same browser, signed in once more."""
    code = ask_for_code(world, browser, "/sign-in", phone)
    assert browser.post("/sign-in/code", code=code, follow=False).header("location") == "/vehicles"
    browser.get("/vehicles")


def sign_out(browser):
    browser.get("/account")
    assert browser.post("/sign-out", follow=False).status == 303


class Account(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_DB_TIMEOUT_MS=10000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        register(cls.world, [row(CAR), row(OTHER)])

    def owner(self, phone):
        return sign_in(self.world, self.server, phone)

    def signed_in(self, browser):
        return browser.get("/vehicles", follow=False).status == 200

    # Devices and sessions.
    def test_only_a_further_device_is_told_of(self):
        phone = "13900023001"
        first = self.owner(phone)
        sign_out(first)
        again(self.world, self.server, first, phone)
        time.sleep(0.5)
        self.assertEqual(texts(self.world, phone), [])
        second = self.owner(phone)
        self.assertEqual(len(texts(self.world, phone, 1)), 1)
        self.assertIn("新设备", texts(self.world, phone)[0])
        first.get("/messages")
        self.assertIn("在一台新设备上登录", first.page)
        sign_out(second)
        again(self.world, self.server, second, phone)
        time.sleep(0.5)
        self.assertEqual(len(texts(self.world, phone)), 1)

    def test_a_device_is_known_by_account(self):
        """Two people with one browser: each account learns it by itself, and the database cannot tell that it is one."""
        browser = self.owner("13900023002")
        sign_out(browser)
        other = self.owner("13900023003")  # has a device of its own
        sign_out(other)
        again(self.world, self.server, browser, "13900023003")
        self.assertEqual(len(texts(self.world, "13900023003", 1)), 1)
        self.assertEqual(self.world.sql("SELECT count(*) FROM device a JOIN device b ON a.hash = b.hash AND a.account_id <> b.account_id"), [["0"]])
        cookie = browser.cookies["__Host-device"]
        self.assertNotIn(cookie, str(self.world.sql("SELECT encode(hash, 'escape') FROM device")))

    def test_a_stolen_session_ends_at_once_from_another_device(self):
        phone = "13900023011"
        mine, thief = self.owner(phone), Browser(self.server)
        stolen = self.owner(phone)
        thief.cookies = {"__Host-session": stolen.cookies["__Host-session"]}
        self.assertTrue(self.signed_in(thief))
        mine.get("/account/sessions")
        handles = re.findall(r'action="/account/sessions/([0-9a-f]{32})/end"', mine.page)
        self.assertEqual(len(handles), 1)  # not this one
        self.assertEqual(mine.page.count(">本机<"), 1)
        self.assertNotIn(thief.cookies["__Host-session"], mine.page)
        for _ in range(2):  # twice does no harm
            answer = mine.post(f"/account/sessions/{handles[0]}/end", follow=False)
            self.assertEqual(answer.header("location"), "/account/sessions?ended=1")
            self.assertFalse(self.signed_in(thief))
        self.assertTrue(self.signed_in(mine))

    def test_all_others_end_and_this_one_stays(self):
        phone = "13900023012"
        browsers = [self.owner(phone) for _ in range(3)]
        bystander = self.owner("13900023013")
        browsers[1].get("/account/sessions")
        browsers[1].post("/account/sessions/end-others")
        self.assertIn("已退出", browsers[1].page)
        self.assertEqual([self.signed_in(b) for b in (*browsers, bystander)], [False, True, False, True])

    def test_nobody_ends_anothers_session(self):
        victim, stranger = self.owner("13900023014"), self.owner("13900023015")
        handle = self.world.sql("SELECT handle FROM session ORDER BY account_id DESC OFFSET 1 LIMIT 1")[0][0]
        stranger.get("/account")
        answers = [stranger.post(f"/account/sessions/{h}/end", follow=False) for h in (handle, "0" * 32)]
        self.assertEqual({(a.status, a.header("location"), a.body) for a in answers}, {(303, "/account/sessions?ended=1", b"")})
        self.assertTrue(self.signed_in(victim))

    def test_a_session_shows_what_it_is_and_no_more(self):
        phone = "13900023016"
        browser = self.owner(phone)
        sign_out(browser)
        code = ask_for_code(self.world, browser, "/sign-in", phone)
        browser.address = "127.45.67.89"
        answer = browser.post("/sign-in/code", code=code, follow=False, headers={"User-Agent": AGENT})
        self.assertEqual(answer.header("location"), "/vehicles")
        browser.get("/account/sessions")
        for words in ("手机 · 微信", "127.45.67.*"):
            self.assertIn(words, browser.page)
        self.assertNotIn("127.45.67.89", browser.page)
        dump = self.dump()
        for secret in ("127.45.67", "MicroMessenger", browser.cookies["__Host-device"], browser.cookies["__Host-session"]):
            for spelling in spellings(secret):
                self.assertNotIn(spelling, dump, secret)

    def dump(self):
        return subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True, check=True,
                              timeout=120).stdout

    # Another number.
    def test_the_number_changes_the_old_one_is_told_and_others_are_out(self):
        old, new = "13900023021", "13900023022"
        browser, other = self.owner(old), self.owner(old)
        texts(self.world, old, 1)  # of the second device
        account = account_of(self.world, browser)
        code = ask_for_code(self.world, browser, "/account/phone", new)
        self.assertIn("139****3022", browser.page)
        for _ in range(2):  # the form twice
            answer = browser.post("/account/phone/code", code=code, follow=False)
            if answer.status == 200:
                self.fail(browser.page)
            self.assertEqual(answer.header("location"), "/account?phone-changed=1" if _ == 0 else "/account/phone")
        browser.get("/account?phone-changed=1")
        self.assertIn("139****3022", browser.page)
        self.assertIn("手机号已更换", browser.page)
        self.assertFalse(self.signed_in(other))
        self.assertIn("改用另一个手机号码", texts(self.world, old, 2)[-1] + texts(self.world, old, 2)[0])
        self.assertEqual(texts(self.world, new), [])
        browser.get("/messages")
        self.assertIn("更换了手机号码", browser.page)
        again(self.world, self.server, other, new)  # the same account, by its new number
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM session WHERE account_id = {account}"), [["2"]])
        again(self.world, self.server, Browser(self.server), old)  # the old number is free for a new account
        self.assertNotEqual(account_of(self.world, browser), account)
        dump = self.dump() + self.server.log().encode()
        for phone in (old, new):
            for spelling in spellings(phone):
                self.assertNotIn(spelling, dump)

    def test_the_form_sent_twice_at_once_changes_it_once(self):
        old, new = "13900023023", "13900023024"
        browser = self.owner(old)
        code = ask_for_code(self.world, browser, "/account/phone", new)
        copy = Browser(self.server)
        copy.cookies, copy.csrf = dict(browser.cookies), browser.csrf
        for b in (browser, copy):
            self.assertEqual(b.post("/account/phone/code", code=code, follow=False).header("location"), "/account?phone-changed=1")
        self.assertEqual(len(texts(self.world, old, 1)), 1)

    def test_a_wrong_code_five_times_and_an_old_one(self):
        old, new = "13900023025", "13900023026"
        browser = self.owner(old)
        code = ask_for_code(self.world, browser, "/account/phone", new)
        for i in range(5):
            answer = browser.post("/account/phone/code", code=f"{(int(code) + i + 1) % 1000000:06d}", follow=False)
            self.assertEqual(answer.status, 200)
            self.assertIn("验证码不对" if i < 4 else "失效", browser.page)
        browser.post("/account/phone/code", code=code)
        self.assertIn("失效", browser.page)
        code = ask_for_code(self.world, browser, "/account/phone", new)
        self.world.sql("UPDATE sign_in_code SET expires_at = now()")
        browser.post("/account/phone/code", code=code)
        self.assertIn("失效", browser.page)
        browser.get("/account")
        self.assertIn("139****3025", browser.page)
        self.assertEqual(texts(self.world, old), [])

    def test_numbers_that_will_not_do_are_told_and_stay_in_the_form(self):
        phone, taken = "13900023027", "13900023028"
        self.owner(taken)
        browser = self.owner(phone)
        for typed in ("12345", "021-12345678", phone, "+86 139-0002 3027"):
            browser.get("/account/phone")
            self.assertEqual(browser.post("/account/phone", phone=typed, follow=False).status, 200)
            self.assertIn('id="phone-error"', browser.page)
            self.assertIn(f'value="{typed}"', browser.page)
        code = ask_for_code(self.world, browser, "/account/phone", taken)
        browser.post("/account/phone/code", code=code)
        self.assertIn("已有自己的账户", browser.page)
        browser.get("/account")
        self.assertIn("139****3027", browser.page)

    def test_two_browsers_at_once_the_first_wins(self):
        phone, one, two = "13900023031", "13900023032", "13900023033"
        a, b = self.owner(phone), self.owner(phone)
        code_a, code_b = (ask_for_code(self.world, x, "/account/phone", n) for x, n in ((a, one), (b, two)))
        self.assertEqual(a.post("/account/phone/code", code=code_a, follow=False).header("location"), "/account?phone-changed=1")
        self.assertEqual(b.post("/account/phone/code", code=code_b, follow=False).header("location"), SIGNED_OUT)
        a.get("/account")
        self.assertIn("139****3032", a.page)

    def test_a_code_for_a_number_signs_nobody_in_and_serves_no_other_account(self):
        victim, thief = self.owner("13900023034"), self.owner("13900023035")
        new = "13900023036"
        code = ask_for_code(self.world, thief, "/account/phone", new)
        victim.cookies["__Host-number"] = thief.cookies["__Host-number"]
        victim.get("/account")
        self.assertEqual(victim.post("/account/phone/code", code=code, follow=False).header("location"), "/account/phone")
        nobody = Browser(self.server)
        nobody.get("/sign-in")
        nobody.cookies["__Host-phone"] = thief.cookies["__Host-number"]
        self.assertEqual(nobody.post("/sign-in/code", code=code, follow=False).header("location"), "/sign-in")

    def test_signing_in_by_the_old_number_while_it_changes_opens_nothing_of_the_account(self):
        phone = "13900023037"
        browser = self.owner(phone)
        account = account_of(self.world, browser)
        late = Browser(self.server)
        code = ask_for_code(self.world, late, "/sign-in", phone)
        changing = threading.Thread(target=self.world.sql, args=(
            f"BEGIN; UPDATE account SET phone_index = '\\x01', phone = '\\x01' WHERE id = {account}; SELECT pg_sleep(4); COMMIT",))
        changing.start()
        while self.world.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == [["0"]]:
            time.sleep(0.05)
        late.post("/sign-in/code", code=code, follow=False)
        changing.join()
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM session WHERE account_id = {account}"), [["1"]])

    # The end.
    def test_closing_takes_what_is_personal_and_leaves_the_records(self):
        phone = "13900023041"
        _, workshop = self.world.workshop(self.server)
        message = repair(workshop, CAR["vin"], "close-1", faultdescription="留下的记录")
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        browser, path = claimed(self.world, self.server, CAR, phone)
        other = self.owner(phone)
        browser.get(path)
        time.sleep(0.5)  # until the trail is drained
        account = account_of(self.world, browser)
        self.world.sql(f"SELECT tell({account}, 'claim_tried', NULL)")
        browser.get("/account/close")
        for wrong in ("", "注销吧", "yes"):
            answer = browser.post("/account/close", word=wrong, follow=False)
            self.assertEqual(answer.status, 200)
            self.assertIn('id="word-error"', browser.page)
            self.assertIn(f'value="{wrong}"', browser.page)
        self.assertTrue(self.signed_in(browser))
        answer = browser.post("/account/close", word="注销", follow=False)
        self.assertEqual(answer.header("location"), "/sign-in?closed")
        self.assertNotIn("__Host-session", browser.cookies)
        browser.get("/sign-in?closed")
        self.assertIn("您的账户已注销", browser.page)
        self.assertFalse(self.signed_in(other))
        for table in ("session", "device", "ownership", "notice"):
            self.assertEqual(self.world.sql(f"SELECT count(*) FROM {table} WHERE account_id = {account}"), [["0"]], table)
        self.assertEqual(self.world.sql(f"SELECT phone_index, phone FROM account WHERE id = {account}"), [[None, None]])
        self.assertNotEqual(self.world.sql(f"SELECT count(*) FROM trail WHERE account_id = {account}"), [["0"]])
        self.assertEqual(self.world.sql("SELECT count(*) FROM repair"), [["1"]])
        until = time.monotonic() + 10
        while not any("已注销" in text for text in texts(self.world, phone)):  # others may come before it
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)
        self.world.sql(f"SELECT tell({account}, 'claim_tried', NULL)")  # told of nothing any more
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM notice WHERE account_id = {account}"), [["0"]])
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM outbox WHERE account_id = {account}"), [["0"]])
        fresh = self.owner(phone)  # the same number, a new and empty account
        self.assertNotEqual(account_of(self.world, fresh), account)
        self.assertIn("还没有车辆", fresh.page)
        self.assertEqual(fresh.get(path).status, 404)
        fresh.get("/messages")
        self.assertIn("还没有消息", fresh.page)

    def test_closing_twice_and_the_english_word(self):
        browser = self.owner("13900023042")
        browser.get("/account/close")
        copy = Browser(self.server)
        copy.cookies, copy.csrf = dict(browser.cookies), browser.csrf
        self.assertEqual(browser.post("/account/close", word="Close", follow=False).header("location"), "/sign-in?closed")
        self.assertEqual(copy.post("/account/close", word="Close", follow=False).header("location"), SIGNED_OUT)

    def test_a_session_of_a_closed_account_is_none(self):
        """Even one that came into being in the very moment."""
        browser = self.owner("13900023043")
        account = account_of(self.world, browser)
        hash_ = self.world.sql(f"SELECT hash FROM session WHERE account_id = {account}")[0][0]
        browser.get("/account/close")
        token = browser.cookies["__Host-session"]
        browser.post("/account/close", word="注销", follow=False)
        self.world.sql(f"INSERT INTO session (hash, account_id) VALUES ('{hash_}', {account})")
        ghost = Browser(self.server)
        ghost.cookies["__Host-session"] = token
        self.assertFalse(self.signed_in(ghost))
