"""Who is in a company: registering it, inviting, roles, leaving, and its end."""
import concurrent.futures
import json
import re
import time
import unittest

from fleets import CODE, NAME, TICKET, Fleets, line
from meeting import meet
from owner_test import codes


class Members(Fleets, unittest.TestCase):
    # Registering.

    def test_an_organisation_waits_until_it_is_approved(self):
        browser = self.make(self.person())
        browser.get(browser.org)
        for words in (NAME, CODE, "审核中"):
            self.assertIn(words, browser.page)
        for path in ("/add", "/members", "/fleet.csv"):
            self.assertEqual(browser.get(browser.org + path).status, 404, path)
        self.assertEqual(self.decide(browser), "decided")
        browser.get("/messages")
        self.assertIn("已通过审核", browser.page)
        self.assertEqual(browser.get(browser.org + "/add").status, 200)
        self.assertEqual(self.decide(browser), "late")

    def test_one_that_is_refused_says_why_and_can_be_ended(self):
        browser = self.make(self.person())
        self.decide(browser, "other_company")
        browser.get(browser.org)
        self.assertIn("未通过审核", browser.page)
        browser.get(browser.org + "/end")
        browser.post(browser.org + "/end", word="注销单位")
        self.assertIn("该单位已在此注销", browser.page)

    def test_a_code_is_one_organisations(self):
        first, second = self.administrator(), self.make(self.person())
        self.assertEqual(self.decide(second), "taken")
        first.get(first.org + "/end")
        first.post(first.org + "/end", word="注销单位")
        self.assertEqual(self.decide(second), "decided")

    def test_a_form_that_cannot_be_taken_keeps_what_was_typed(self):
        browser = self.person()
        for wrong, error, words in (({"code": CODE[:-1] + "C"}, "code-error", "校验位不符"), ({"code": CODE[1] + CODE[0] + CODE[2:]}, "code-error", "校验位不符"),
                                    ({"code": "9133010079965505OB"}, "code-error", "不含 I、O、S、V、Z"), ({"code": ""}, "code-error", "18 位"),
                                    ({"name": ""}, "name-error", "不超过 60 个字"), ({"name": "长" * 61}, "name-error", "不超过 60 个字")):
            with self.subTest(wrong=wrong):
                browser.get("/organisations/new")
                fields = {"name": NAME, "code": CODE, **wrong}
                self.assertEqual(self.send(browser, once=self.once(browser), **fields).status, 200)
                self.assertIn(f'id="{error}"', browser.page)
                self.assertIn(words, browser.page)
                for value in filter(None, fields.values()):
                    self.assertIn(f'value="{value}"', browser.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM organisation"), [["0"]])

    def test_a_form_sent_twice_makes_one_and_three_may_wait(self):
        browser = self.person()
        for _ in range(2):
            browser.get("/organisations/new")
            self.send(browser, once=TICKET, name=NAME, code=CODE)
        self.assertEqual(self.world.sql("SELECT count(*) FROM organisation"), [["1"]])
        self.make(browser)
        self.make(browser)
        browser.get("/organisations/new")
        self.assertEqual(self.send(browser, once=self.once(browser), name=NAME, code=CODE).status, 409)
        self.assertIn("三个单位", browser.page)

    # Members.

    def test_the_invited_one_joins_and_reads(self):
        administrator = self.administrator()
        self.add(administrator, self.cars[0])
        member = self.member(administrator)
        self.assertIn(self.cars[0]["plate"], member.page)
        path = self.vehicles(member)[0][0]
        self.assertEqual(member.get(path).status, 200)
        for words in (self.cars[0]["vin"], "制动异响", self.cars[0]["plate"]):
            self.assertIn(words, member.page)
        for words in ("/dispute", "/rating/", path + "/shares", "consents"):
            self.assertNotIn(words, member.page)
        for suffix, status in (("/looks", 200), ("/shares", 404), ("/dispute", 404), ("/disputes", 404)):
            self.assertEqual(member.get(path + suffix).status, status, suffix)
        for suffix in ("/add", "/members", "/end"):
            self.assertEqual(member.get(member.org + suffix).status, 404, suffix)
        self.assertEqual(len(self.told_by_sms(member.phone)), 1)

    def told_by_sms(self, phone, seconds=15):
        """What names the company, once the outbox has sent it."""
        ends = time.monotonic() + seconds
        while True:
            texts = [json.loads(p.read_text()) for p in (self.world.folder / "outbox").glob("*.json")]
            said = [t["text"] for t in texts if t["to"] == phone and NAME in t["text"]]
            if said or time.monotonic() > ends:
                return said
            time.sleep(0.1)

    def test_a_member_who_is_removed_is_out_at_once(self):
        administrator = self.administrator()
        self.add(administrator, self.cars[0])
        member = self.member(administrator)
        path = self.vehicles(member)[0][0]
        self.assertEqual(member.get(path).status, 200)
        administrator.get(administrator.org + "/members")
        administrator.post(f"{administrator.org}/members/{self.handle_of(administrator, member)}", role="none")
        self.assertIn("访问权限立即失效", administrator.page)
        for gone in (path, member.org, member.org + "/fleet.csv"):
            self.assertEqual(member.get(gone).status, 404, gone)
        member.get("/messages")
        self.assertIn("移出", member.page)

    def test_administrators_share_contest_and_are_told(self):
        administrator = self.administrator()
        second = self.member(administrator, "administrator")
        self.add(administrator, self.cars[0])
        second.get(second.org)
        path = self.vehicles(second)[0][0]
        second.get(path)
        record = re.search(path + "/dispute/([0-9a-f]{32})", second.page)[1]
        second.get(f"{path}/dispute/{record}")
        ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', second.page)[1]
        answer = second.post(f"{path}/dispute/{record}", follow=False, ticket=ticket, kind="not_mine", words="这不是我们的车。")
        self.assertEqual(answer.status, 303, second.page)
        self.assertEqual(administrator.get(answer.header("location")).status, 200)
        administrator.get(path + "/shares")
        self.assertEqual(administrator.post(path + "/shares", once=self.once(administrator), scope="full", hours="24").status, 200)
        thief = self.person()
        thief.get("/vehicles/claim")
        thief.post("/vehicles/claim", **{**self.cars[0], "engine_no": "GUESS"})
        for browser in (administrator, second):
            browser.get("/messages")
            self.assertIn("认领", browser.page)
            self.assertIn(path, browser.page)

    def test_a_code_that_a_former_administrator_got_is_none(self):
        administrator, asker = self.administrator(), self.person()
        second = self.member(administrator, "administrator")
        self.add(administrator, self.cars[0])
        before = len(codes(self.world, second.phone))
        asker.get("/vehicles/consent")
        asker.post("/vehicles/consent", vehicle=self.cars[0]["vin"], phone=second.phone, days="365")
        until = time.monotonic() + 5
        while len(codes(self.world, second.phone)) == before and time.monotonic() < until:
            time.sleep(0.05)
        administrator.get(administrator.org + "/members")
        administrator.post(f"{administrator.org}/members/{self.handle_of(administrator, second)}", role="member")
        asker.post("/vehicles/consent/code", code=codes(self.world, second.phone)[-1], follow=False)
        self.assertIn("已失效", asker.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM consent"), [["0"]])

    def test_who_is_removed_while_closing_the_account_is_gone_either_way(self):
        administrator = self.administrator()
        self.member(administrator)
        (account, handle), = self.world.sql("SELECT account_id, handle FROM organisation_member WHERE role = 'member'")
        _, said = meet(self.world, f"SELECT FROM account WHERE id = {account} FOR UPDATE",
                       f"UPDATE account SET phone_index = NULL, phone = NULL, closed_at = now() WHERE id = {account}",
                       f"SELECT organisation_change('{administrator.org.rsplit('/', 1)[1]}', account_id, '{handle}', NULL) "
                       f"FROM organisation_member WHERE role = 'administrator'")
        self.assertEqual(said, [[None]])
        self.assertEqual(self.world.sql("SELECT role FROM organisation_member"), [["administrator"]])

    def test_the_last_administrator_hands_on_before_leaving(self):
        administrator = self.administrator()
        administrator.post(administrator.org + "/leave")
        self.assertIn("最后一名管理员", administrator.page)
        member = self.member(administrator)
        own = self.handle_of(administrator, administrator)
        self.assertEqual(administrator.post(f"{administrator.org}/members/{own}", role="member").status, 409)
        self.assertIn("最后一名管理员", administrator.page)
        handle = self.handle_of(administrator, member)
        administrator.post(f"{administrator.org}/members/{handle}", role="administrator")
        self.assertIn("角色已更改", administrator.page)
        administrator.get(administrator.org)
        administrator.post(administrator.org + "/leave")
        self.assertIn("您已退出该单位", administrator.page)
        self.assertEqual(administrator.get(member.org).status, 404)
        self.assertEqual(member.get(member.org + "/members").status, 200)

    def test_a_member_changes_nobody_and_may_leave(self):
        administrator = self.administrator()
        member = self.member(administrator)
        handle = self.handle_of(administrator, administrator)
        member.get(member.org)
        for path, fields in ((f"/members/{handle}", {"role": "none"}), ("/members", {"once": TICKET, "phone": "13911112222", "role": "member"}),
                             ("/add", self.cars[0]), ("/add-many", {"lines": line(self.cars[0])}), ("/end", {"word": "注销单位"})):
            self.assertEqual(member.post(member.org + path, follow=False, **fields).status, 404, path)
        member.post(member.org + "/leave")
        self.assertIn("您已退出该单位", member.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM organisation_member"), [["1"]])

    def test_an_invitation_is_its_numbers_and_can_be_declined_or_taken_back(self):
        administrator = self.administrator()
        asked, other = self.person(), self.person()
        self.invite(administrator, asked.phone)
        asked.get("/organisations")
        path = re.search(r"/organisations/invitations/[0-9a-f]{32}", asked.page)[0]
        other.get("/organisations/new")
        self.assertEqual(other.post(path + "/join", follow=False).status, 404)
        asked.post(path + "/decline")
        self.assertIn("已谢绝邀请", asked.page)
        self.assertEqual(asked.post(path + "/join", follow=False).status, 404)
        self.invite(administrator, asked.phone)
        administrator.get(administrator.org + "/members")
        administrator.post(re.search(administrator.org + "/invitations/[0-9a-f]{32}/end", administrator.page)[0])
        asked.get("/organisations")
        self.assertNotIn("/invitations/", asked.page)
        self.invite(administrator, asked.phone)
        self.world.sql("UPDATE organisation_invitation SET expires_at = now() - interval '1 second'")
        asked.get("/organisations")
        self.assertNotIn("/invitations/", asked.page)

    def test_inviting_tells_nothing_and_is_bounded(self):
        administrator = self.administrator()
        known = self.person()
        pages = set()
        for phone in (known.phone, "13911112233"):
            self.invite(administrator, phone)
            pages.add(re.sub(r"[0-9a-f]{16,}|1\d\d\*{4}\d{4}|\d+:\d+", "", administrator.page.split("<h2>已邀请</h2>")[0]))
        self.assertEqual(len(pages), 1)
        self.assertEqual(self.invite(administrator, "123").status, 200)
        self.assertIn('value="123"', administrator.page)
        for _ in range(4):
            self.invite(administrator, "13911112233")
        self.assertEqual(self.invite(administrator, "13911112233").status, 429)
        self.world.sql("UPDATE attempt SET count = 40 WHERE kind = 'invite_organisation'")
        self.assertEqual(self.invite(administrator, "13911112244").status, 429)

    # The end.

    def test_ending_takes_all_with_it(self):
        administrator = self.administrator()
        self.add(administrator, self.cars[0])
        member = self.member(administrator)
        path = self.vehicles(member)[0][0]
        administrator.get(administrator.org + "/end")
        administrator.post(administrator.org + "/end", word="nein")
        self.assertIn('id="word-error"', administrator.page)
        administrator.post(administrator.org + "/end", word="注销单位")
        self.assertIn("该单位已在此注销", administrator.page)
        for browser in (administrator, member):
            self.assertEqual((browser.get(path).status, browser.get(browser.org).status), (404, 404))
        member.get("/messages")
        self.assertIn("已注销", member.page)
        self.assertEqual(self.world.sql("SELECT state, sealed, code_index FROM organisation"), [["ended", None, None]])

    def test_an_account_that_is_closed_leaves_it_in_good_order(self):
        administrator = self.administrator()
        member = self.member(administrator)

        def close(browser):
            browser.get("/account/close")
            return browser.post("/account/close", follow=False, word="注销")

        self.assertEqual(close(administrator).status, 409)
        self.assertIn("最后一名管理员", administrator.page)
        self.assertEqual(administrator.get(administrator.org).status, 200)
        self.assertEqual(close(member).status, 303)
        self.assertEqual(self.world.sql("SELECT count(*) FROM organisation_member"), [["1"]])
        second = self.member(administrator, "administrator")
        self.assertEqual(close(administrator).status, 303)
        self.assertEqual(close(second).status, 409)
        waiting = self.make(self.person())
        self.assertEqual(close(waiting).status, 303)
        self.assertEqual(self.world.sql("SELECT state FROM organisation ORDER BY id"), [["approved"], ["ended"]])

    def test_of_two_administrators_who_close_at_once_one_stays(self):
        administrator = self.administrator()
        self.member(administrator, "administrator")
        accounts = [r[0] for r in self.world.sql("SELECT account_id FROM organisation_member ORDER BY 1")]
        close = "UPDATE account SET phone_index = NULL, phone = NULL, closed_at = now() WHERE id = {}; SELECT pg_sleep(0.5);"
        with concurrent.futures.ThreadPoolExecutor() as pool:
            done = [pool.submit(self.world.sql, "BEGIN;" + close.format(a) + "COMMIT;") for a in accounts]
            failed = sum(d.exception() is not None for d in done)
        self.assertEqual(failed, 1)
        self.assertEqual(self.world.sql("SELECT count(*) FROM organisation_member WHERE role = 'administrator'"), [["1"]])

    def test_others_see_nothing_of_it(self):
        administrator, stranger = self.administrator(), self.person()
        self.add(administrator, self.cars[0])
        path = self.vehicles(administrator.get(administrator.org) and administrator)[0][0]
        for suffix in ("", "/add", "/members", "/fleet.csv", "/end"):
            self.assertEqual(stranger.get(administrator.org + suffix).status, 404, suffix)
        for suffix in ("", "/looks", "/shares", "/disputes"):
            self.assertEqual(stranger.get(path + suffix).status, 404, suffix)


if __name__ == "__main__":
    unittest.main()
