"""The message centre: what was told, what is new, how one wants to be told, and what the page says when no SMS goes out."""
import http.server
import json
import re
import threading
import time
import unittest

from looks_test import OTHER, claimed
from owner_test import CAR, Browser, codes, register, row, sign_in
from world import World, free_port

WORDS = {"claim_tried": "有人试图认领您名下", "new_device": "在一台新设备上登录"}


def unread(page):
    found = re.search(r'class="unread"[^>]*>([^<]+)<', page)
    return found and found[1]


def account_of(world, browser):
    """The latest one that was opened by a session: by the page's own mark, since numbers are sealed."""
    return world.sql("SELECT max(account_id) FROM session")[0][0]


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000,
                          CHEDANG_CLAIM_TRIES=1000, CHEDANG_CLAIM_TRIES_ADDRESS=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        register(cls.world, [row(CAR), row(OTHER)])

    def owner(self, phone):
        browser = sign_in(self.world, self.server, phone)
        return browser, account_of(self.world, browser)

    def tell(self, account, kind="claim_tried", times=1):
        for _ in range(times):
            self.world.sql(f"SELECT tell({account}, '{kind}', NULL)", role="chedang_serve")

    def test_what_was_told_is_new_until_it_was_seen(self):
        browser, account = self.owner("13900022001")
        browser.get("/messages")
        self.assertIn("还没有消息", browser.page)
        self.assertIsNone(unread(browser.page))
        self.tell(account, times=2)
        browser.get("/vehicles")
        self.assertEqual(unread(browser.page), "2")
        browser.get("/messages")
        self.assertEqual(browser.page.count(WORDS["claim_tried"]), 2)
        self.assertEqual(browser.page.count(">未读<"), 2)
        browser.get("/messages")
        self.assertIsNone(unread(browser.page))
        self.assertEqual((browser.page.count(WORDS["claim_tried"]), browser.page.count(">未读<")), (2, 0))

    def test_many_are_on_pages_and_only_what_was_shown_is_read(self):
        browser, account = self.owner("13900022002")
        self.world.sql(f"INSERT INTO notice (account_id, kind, told_at) SELECT {account}, 'claim_tried', "
                       "'2026-01-01'::timestamptz + n * interval '1 day' FROM generate_series(1, 130) n")
        browser.get("/messages")
        self.assertEqual(unread(browser.page), "99+")
        self.assertEqual(browser.page.count(WORDS["claim_tried"]), 30)
        browser.get("/account")
        self.assertEqual(unread(browser.page), "99+")
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM notice WHERE account_id = {account} AND read_at IS NULL"), [["100"]])
        seen, path = [], "/messages"
        while path:
            browser.get(path)
            seen += re.findall(r'class="when">([^<]+?) *<', browser.page)
            path = (re.search(r'href="(/messages\?before=\d+)"', browser.page) or [None, None])[1]
        self.assertEqual(len(set(seen)), 130)
        self.assertIsNone(unread(browser.get("/account") and browser.page))
        for rubbish in ("?before=x", "?before=", "?before=99999999999999999999"):
            self.assertEqual(browser.get("/messages" + rubbish).status, 200)

    def test_the_vehicle_concerned_is_linked_by_its_holders_own_handle(self):
        holder, path = claimed(self.world, self.server, CAR, "13900022011")
        thief, _ = self.owner("13900022012")
        thief.get("/vehicles/claim")
        thief.post("/vehicles/claim", **{**CAR, "engine_no": "GUESS"})
        holder.get("/messages")
        self.assertIn(f'href="{path}"', holder.page)
        for secret in (CAR["vin"], CAR["plate"]):
            self.assertNotIn(secret, holder.page)
        thief.get("/messages")
        self.assertNotIn(WORDS["claim_tried"], thief.page)
        register(self.world, [row({**CAR, "plate": "沪C77778"}, holder="holder-2", held_since="2023-05-01")])
        holder.get("/messages")
        self.assertIn(WORDS["claim_tried"], holder.page)
        self.assertIn(f'href="{path}"', holder.page)
        self.assertEqual(holder.get(path).status, 404)
        self.assertIn("已过户", holder.page)  # why it is not the holder's any more
        register(self.world, [row(CAR, holder="holder-3")])

    def choose(self, browser, **fields):
        browser.get("/messages/preferences")
        return browser.post("/messages/preferences", follow=False, **fields)

    def test_preferences_are_kept_and_shown(self):
        browser, account = self.owner("13900022021")
        answer = self.choose(browser, language="en", quiet_from="22", quiet_to="8")
        self.assertEqual(answer.header("location"), "/messages/preferences?saved=1")
        browser.get(answer.header("location"))
        self.assertIn("已保存", browser.page)
        self.assertRegex(browser.page, r'<option value="en" lang="en" selected>')
        self.assertEqual(re.findall(r'<option value="(\d+)" selected>', browser.page), ["22", "8"])
        self.assertEqual(self.world.sql(f"SELECT language, quiet_from, quiet_to FROM account WHERE id = {account}"), [["en", "22", "8"]])
        self.assertEqual(self.choose(browser, language="zh", quiet_from="", quiet_to="").status, 303)
        self.assertEqual(self.world.sql(f"SELECT language, quiet_from FROM account WHERE id = {account}"), [["zh", None]])

    def test_hours_that_do_not_fit_are_told_at_their_field(self):
        browser, account = self.owner("13900022022")
        for begin, end in (("22", ""), ("", "8"), ("8", "8"), ("24", "8"), ("x", "8"), ("99", "3")):
            answer = self.choose(browser, language="en", quiet_from=begin, quiet_to=end)
            self.assertEqual(answer.status, 200, (begin, end))
            self.assertIn('id="quiet-error"', browser.page)
            self.assertIn('role="alert"', browser.page)
            self.assertRegex(browser.page, r'<option value="en" lang="en" selected>')  # what was chosen stays
        self.assertEqual(self.world.sql(f"SELECT language, quiet_from FROM account WHERE id = {account}"), [["zh", None]])

    def test_page_and_database_agree_on_what_is_security(self):
        strings = json.loads((self.world.environment["CHEDANG_HOME"] and open(f"{self.world.environment['CHEDANG_HOME']}/templates/strings.zh.json").read()))
        kinds = strings["words"]["sms"]
        self.assertGreaterEqual(set(strings["words"]["notice"]), set(kinds))
        browser, account = self.owner("13900022023")
        browser.get("/messages/preferences")
        choices = set(re.findall(r'name="sms_(\w+)"', browser.page))
        listed = ", ".join(f"('{kind}')" for kind in kinds)
        security = {r[0] for r in self.world.sql(f"SELECT k FROM (VALUES {listed}) AS v(k) WHERE notice_is_security(k)")}
        self.assertEqual(choices, set(kinds) - security)
        self.assertEqual(security, {"claim_tried", "new_device", "phone_changed", "ownership_ended", "claim_contested"})
        self.choose(browser, language="zh", quiet_from="", quiet_to="")  # nothing is ticked
        muted = self.world.sql(f"SELECT array_to_string(sms_muted, ',') FROM account WHERE id = {account}")[0][0]
        self.assertEqual(set(filter(None, muted.split(","))), choices)

    def test_nobody_and_strangers_change_nothing(self):
        browser, account = self.owner("13900022024")
        self.tell(account)
        self.assertEqual(Browser(self.server).get("/messages", follow=False).header("location"), "/sign-in?needed")
        other, _ = self.owner("13900022025")
        other.get("/messages")
        self.assertNotIn(WORDS["claim_tried"], other.page)
        browser.get("/messages/preferences")
        answer = other.ask("POST", "/messages/preferences", {"csrf": browser.csrf, "language": "en"}, follow=False)
        self.assertEqual(answer.status, 403)
        self.assertEqual(self.world.sql(f"SELECT language FROM account WHERE id = {account}"), [["zh"]])

    def test_the_language_of_messages_is_that_of_the_first_sign_in(self):
        browser = Browser(self.server)
        browser.cookies["lang"] = "en"
        phone = "13900022031"
        browser.get("/sign-in")
        browser.post("/sign-in", phone=phone)
        time.sleep(0.5)
        browser.post("/sign-in/code", code=codes(self.world, phone)[-1])
        self.assertEqual(self.world.sql(f"SELECT language FROM account WHERE id = {account_of(self.world, browser)}"), [["en"]])


class Gateway(http.server.ThreadingHTTPServer):
    """Takes messages while it is up."""

    def __init__(self):
        self.up, self.got = False, []
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if gateway.up:
                    gateway.got.append(message)
                self.send_response(200 if gateway.up else 503)
                self.end_headers()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", free_port()), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class GatewayDown(unittest.TestCase):
    def test_a_message_waits_the_page_says_so_and_it_comes_in_the_end(self):
        gateway = Gateway()
        with World(CHEDANG_SMS_URL=f"http://127.0.0.1:{gateway.server_port}/", CHEDANG_CODE_SENDS=50) as world:
            server, phone = world.server().start(), "13900022041"
            browser = Browser(server)
            browser.get("/sign-in")
            browser.post("/sign-in", phone=phone)
            self.assertIn("输入验证码", browser.page)
            until = time.monotonic() + 10
            while "暂时发不出去" not in browser.page and time.monotonic() < until:
                time.sleep(0.2)
                browser.get("/sign-in/code")
            self.assertIn("暂时发不出去", browser.page)
            first = world.sql("SELECT id FROM outbox")
            self.assertEqual(browser.post("/sign-in/again", follow=False).header("location"), "/sign-in/code")
            self.assertNotIn(first[0], world.sql("SELECT id FROM outbox"))  # one message, not two
            self.assertEqual(len(world.sql("SELECT id FROM outbox")), 1)
            gateway.up = True
            until = time.monotonic() + 20
            while not gateway.got and time.monotonic() < until:
                time.sleep(0.1)
            self.assertEqual([m["to"] for m in gateway.got], [phone])
            while "暂时发不出去" in browser.page and time.monotonic() < until:
                time.sleep(0.2)
                browser.get("/sign-in/code")
            self.assertNotIn("暂时发不出去", browser.page)
            code = re.search(r"\d{6}", gateway.got[0]["text"])[0]
            self.assertEqual(browser.post("/sign-in/code", follow=False, code=code).header("location"), "/vehicles")

            gateway.up = False
            account = world.sql("SELECT id FROM account")[0][0]
            browser.get("/messages")
            self.assertNotIn("暂时发不出去", browser.page)
            world.sql(f"SELECT tell({account}, 'claim_tried', NULL)")
            until = time.monotonic() + 10
            while "暂时发不出去" not in browser.page and time.monotonic() < until:
                time.sleep(0.2)
                browser.get("/messages")
            self.assertIn("有 1 条短信暂时发不出去", browser.page)
            self.assertIn(WORDS["claim_tried"], browser.page)  # the message centre has it at once
            gateway.up = True
            until = time.monotonic() + 20
            while "暂时发不出去" in browser.page and time.monotonic() < until:
                time.sleep(0.2)
                browser.get("/messages")
            self.assertNotIn("暂时发不出去", browser.page)
            self.assertEqual(len(gateway.got), 2)
        gateway.shutdown()
