"""A client's administrator: signs in by password and code, sees what was used, and changes keys, of their own client alone."""
import csv
import io
import json
import re
import time
import unittest

from authenticator import admin, code, key_on
from client_access_test import ask, secret_of
from jwt import PrivateKey
from owner_test import Browser, sign_in
from staff_test import staff_sign_in
from world import World, repair, vin

NEEDED = "/platform/sign-in?needed"


def wait_for(seen, seconds=5):
    until = time.monotonic() + seconds
    while not (found := seen()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


class Console(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_PASSWORD_HOUR=1000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_CODE_SENDS_ADDRESS=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        assert cls.server.v1("lcipprocarfixrecordadd", repair(workshop, vin(1), "C-1")).json["code"] == "1"

    def admin(self, client=None):
        return admin(self.world, self.server, client)

    def shut_out(self, browser):
        return browser.get("/platform", follow=False).header("location") == NEEDED


class SignIn(Console):
    def test_the_first_sign_in_enrols_and_the_next_needs_a_code(self):
        who = self.admin()
        browser, where = who.begin()
        self.assertEqual(where, "/platform/enrol")
        self.assertTrue(self.shut_out(browser))
        browser.get(where)
        self.assertIn("<svg", browser.page)
        key = key_on(browser)
        self.assertIn(f"otpauth://totp/Chedang:{who.name}?secret={key}&amp;issuer=Chedang", browser.page)
        self.assertEqual(browser.post(where, code="000000").status, 200)
        self.assertIn("验证码不符", browser.page)
        self.assertEqual(key_on(browser), key)  # the same one is still to be confirmed
        self.assertTrue(self.shut_out(browser))
        answer = browser.post(where, follow=False, code=code(key, -1))
        self.assertEqual((answer.status, answer.header("cache-control")), (200, "no-store"))
        self.assertEqual(len(set(re.findall(r"[A-Z2-7]{5}-[A-Z2-7]{5}", browser.page))), 10)
        self.assertEqual(browser.get("/platform").status, 200)
        browser, where = who.begin()
        self.assertEqual(where, "/platform/sign-in/code")
        self.assertEqual(browser.get("/platform/enrol", follow=False).header("location"), where)  # nobody enrols twice
        browser.get(where)
        answer = browser.post(where, follow=False, code=code(key))
        self.assertEqual(answer.header("location"), "/platform")
        self.assertEqual(browser.get("/platform/sign-in", follow=False).header("location"), "/platform")

    def test_a_code_counts_once(self):
        who = self.admin()
        who.enrol()
        used = code(who.key)
        browser, where = who.begin()
        browser.get(where)
        self.assertEqual(browser.post(where, follow=False, code=used).status, 303)
        browser, where = who.begin()
        browser.get(where)
        for replayed in (used, code(who.key, -1)):
            self.assertEqual(browser.post(where, follow=False, code=replayed).status, 200)
            self.assertIn("验证码无效", browser.page)
        self.assertEqual(browser.post(where, follow=False, code=code(who.key, 1)).header("location"), "/platform")

    def test_wrong_codes_are_bounded_for_a_password_and_for_an_hour(self):
        who = self.admin()
        who.enrol()
        who.forget_codes()
        for number in range(2):
            browser, where = who.begin()
            browser.get(where)
            for _ in range(4):
                self.assertEqual(browser.post(where, follow=False, code="000000").status, 200)
            self.assertEqual(browser.post(where, follow=False, code="000000").header("location"), "/platform/sign-in?expired")
            self.assertEqual(browser.post(where, follow=False, code=code(who.key)).header("location"), "/platform/sign-in?expired")
        browser, where = who.begin()
        browser.get(where)
        answer = browser.post(where, follow=False, code=code(who.key))  # right, but the hour is used up
        self.assertEqual((answer.status, answer.header("retry-after")), (429, "3600"))
        self.assertTrue(self.shut_out(browser))
        other = self.admin()
        other.enrol()  # nobody else is kept out

    def test_what_is_no_code_is_not_a_try(self):
        who = self.admin()
        who.enrol()
        who.forget_codes()
        browser, where = who.begin()
        browser.get(where)
        for typed in ("", "12345", "1234567", "x", "ABCDE", "a" * 400) * 2:
            self.assertEqual(browser.post(where, follow=False, code=typed).status, 200)
        digits = code(who.key)
        self.assertEqual(browser.post(where, follow=False, code=f"{digits[:3]} {digits[3:]}").header("location"), "/platform")

    def test_a_recovery_code_counts_once_and_only_its_administrators(self):
        who, other = self.admin(), self.admin()
        who.enrol()
        other.enrol()
        browser, where = who.begin()
        browser.get(where)
        self.assertEqual(browser.post(where, follow=False, code=other.recovery[0]).status, 200)
        self.assertEqual(browser.post(where, follow=False, code=who.recovery[0].lower().replace("-", "")).header("location"), "/platform")
        browser.get("/platform/keys")
        self.assertIn("用恢复码登录", browser.page)
        browser, where = who.begin()
        browser.get(where)
        self.assertEqual(browser.post(where, follow=False, code=who.recovery[0]).status, 200)
        for used in who.recovery[1:8]:
            browser, where = who.begin()
            browser.get(where)
            self.assertEqual(browser.post(where, follow=False, code=used).status, 303)
        browser.get("/platform")
        self.assertIn("还剩 2 个恢复码", browser.page)

    def test_a_wrong_name_and_a_wrong_password_are_answered_alike(self):
        who = self.admin()
        pages = []
        for name, password in ((who.name, "geraten"), ("nobody-here", who.password), (who.name, who.password[:-1])):
            browser = Browser(self.server)
            browser.get("/platform/sign-in")
            self.assertEqual(browser.post("/platform/sign-in", follow=False, name=name, password=password).status, 200)
            self.assertNotIn("__Host-platform", browser.cookies)
            self.assertNotIn(password, browser.page)
            pages.append(browser.page.replace(browser.csrf, "").replace(name, ""))
        self.assertEqual(len(set(pages)), 1)
        self.assertIn("用户名或密码不对", pages[0])

    def test_the_code_counts_in_the_browser_that_gave_the_password(self):
        who = self.admin()
        who.enrol()
        who.forget_codes()
        browser, where = who.begin()
        stranger = Browser(self.server)
        self.assertEqual(stranger.get(where, follow=False).header("location"), "/platform/sign-in")
        stranger.get("/platform/sign-in")
        self.assertEqual(stranger.post(where, follow=False, code=code(who.key)).header("location"), "/platform/sign-in?expired")
        stranger.cookies["__Host-platform"] = "a" * 43
        self.assertEqual(stranger.post(where, follow=False, code=code(who.key)).header("location"), "/platform/sign-in?expired")
        self.world.sql("UPDATE client_admin_ticket SET expires_at = now()")
        self.assertEqual(browser.get(where, follow=False).header("location"), "/platform/sign-in?expired")

    def test_forms_that_are_not_ours_change_nothing(self):
        who = self.admin()
        browser = who.enrol()
        before = self.world.sql("SELECT count(*) FROM client_key")
        kid = self.world.sql(f"SELECT kid FROM client_key JOIN client ON client.id = client_id WHERE public_id = '{who.client['client_id']}'")[0][0]
        for path in ("/platform/keys", "/platform/keys/public", f"/platform/keys/{kid}/end", "/platform/sign-out"):
            self.assertEqual(browser.post(path, follow=False, csrf="0" * 64).status, 403, path)
            self.assertEqual(browser.post(path, follow=False, headers={"Origin": "https://elsewhere.example"}).status, 403, path)
        fresh, where = who.begin()
        for path in ("/platform/sign-in", where, "/platform/enrol"):
            self.assertEqual(fresh.post(path, follow=False, csrf="0" * 64, code=code(who.key)).status, 403, path)
        self.assertEqual(self.world.sql("SELECT count(*) FROM client_key"), before)
        self.assertEqual(browser.get("/platform").status, 200)

    def test_sessions_end_as_the_others(self):
        who = self.admin()
        browser = who.enrol()
        copy = Browser(self.server)
        copy.cookies = dict(browser.cookies)
        self.assertEqual(browser.post("/platform/sign-out", follow=False).header("location"), "/platform/sign-in?out")
        self.assertTrue(self.shut_out(copy))
        for column in ("used_at", "created_at"):
            browser = who.sign_in()
            self.world.sql(f"UPDATE session SET {column} = now() - interval '13 hours' WHERE client_admin_id IS NOT NULL")
            self.assertTrue(self.shut_out(browser))

    def test_whoever_is_ended_is_out_at_once_and_so_is_a_revoked_clients(self):
        one, two = self.admin(), self.admin()
        browsers = [one.enrol(), two.enrol()]
        self.world.command("client", "admin-end", one.name)
        self.world.command("client", "revoke", two.client["client_id"])
        for who, browser in zip((one, two), browsers):
            self.assertTrue(self.shut_out(browser))
            self.assertIsNone(who.begin()[1])
        self.assertEqual(self.world.command("client", "admin-end", one.name, check=False).returncode, 1)
        self.assertEqual(self.world.command("client", "admin-add", two.client["client_id"], "--name", "x", check=False).returncode, 1)

    def test_a_session_is_of_one_kind(self):
        who = self.admin()
        who.enrol()
        who.forget_codes()
        owner = sign_in(self.world, self.server, "13900040001")
        owner, where = who.begin(owner)
        owner.get(where)
        self.assertEqual(owner.post(where, follow=False, code=code(who.key)).status, 303)
        for path, sign_in_path in (("/vehicles", "/sign-in?needed"), ("/staff", "/staff/sign-in?needed"), ("/workshop", "/workshop/sign-in?needed")):
            self.assertEqual(owner.get(path, follow=False).header("location"), sign_in_path)
        self.assertTrue(self.shut_out(staff_sign_in(self.world, self.server, "reviewer")))
        token = owner.cookies["__Host-session"]
        self.assertEqual(self.server.lookup(token, vin(1)).status, 401)  # nor is it a token

    def test_nothing_secret_is_in_a_log_or_store(self):
        who = self.admin()
        browser = who.enrol()
        browser.get("/platform/keys")
        browser.post("/platform/keys", label="x", days="30")
        secret = re.search(r'id="client-secret"[^>]*value="([\w-]{43})"', browser.page)[1]
        dump = str([self.world.sql(f"SELECT {t}::text FROM {t}") for t in
                    ("client_admin", "client_admin_recovery", "client_admin_ticket", "client_admin_trail", "client_key", "session")])
        for canary in (who.password, who.key, *who.recovery, secret, browser.cookies["__Host-session"]):
            self.assertNotIn(canary, self.server.log())
            self.assertNotIn(canary, dump)
            self.assertNotIn(canary.encode().hex(), dump)
        self.assertNotIn(who.name, self.server.log())

    def test_a_key_that_is_moved_to_another_row_does_not_open(self):
        who, other = self.admin(), self.admin()
        who.enrol()
        other.enrol()
        self.world.sql(f"""UPDATE client_admin SET totp = (SELECT totp FROM client_admin WHERE name = '{other.name}'), totp_step = 0
                            WHERE name = '{who.name}'""")
        browser, where = who.begin()
        browser.get(where)
        for key in (who.key, other.key):
            self.assertEqual(browser.post(where, follow=False, code=code(key)).status, 200)


class Keys(Console):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.who = admin(cls.world, cls.server)
        cls.browser = cls.who.enrol()

    def setUp(self):
        self.browser.get("/platform/keys")

    def kids(self):
        return re.findall(r'href="/platform/keys/([\w-]+)/end"', self.browser.page)

    def test_a_secret_is_shown_once_and_counts_at_once(self):
        answer = self.browser.post("/platform/keys", follow=False, label="生产环境", days="30")
        self.assertEqual((answer.status, answer.header("cache-control")), (200, "no-store"))
        secret = re.search(r'id="client-secret"[^>]*value="([\w-]{43})"', self.browser.page)[1]
        self.assertIn(self.who.client["client_id"], self.browser.page)
        self.assertEqual(ask(self.server, basic=(self.who.client["client_id"], secret)).status, 200)
        self.browser.get("/platform/keys")
        self.assertNotIn(secret, self.browser.page)
        self.assertIn("生产环境", self.browser.page)

    def test_a_key_that_is_ended_takes_its_tokens_along(self):
        self.browser.post("/platform/keys", label="to end", days="90")
        secret = re.search(r'id="client-secret"[^>]*value="([\w-]{43})"', self.browser.page)[1]
        client = {**self.who.client, "client_secret": secret}
        token = self.server.token(client)
        self.assertEqual(self.server.lookup(token, vin(1)).status, 200)
        self.browser.get("/platform/keys")
        kid = self.kids()[0]
        self.browser.get(f"/platform/keys/{kid}/end")
        self.assertIn("to end", self.browser.page)
        self.assertEqual(self.browser.post(f"/platform/keys/{kid}/end", follow=False).header("location"), "/platform/keys?ended")
        self.assertTrue(wait_for(lambda: self.server.lookup(token, vin(1)).status == 401, 1))
        self.assertEqual(ask(self.server, basic=secret_of(client)).status, 401)
        self.assertEqual(self.browser.get(f"/platform/keys/{kid}/end").status, 404)
        self.browser.get("/platform/keys")
        self.assertNotIn(kid, self.kids())
        self.assertRegex(self.browser.page, rf"{self.who.name}</td><td>停用密钥</td><td>to end <span class=\"mono\">{kid}")
        self.assertEqual(self.browser.post(f"/platform/keys/{kid}/end", follow=False).header("location"), "/platform/keys")

    def test_a_public_key_counts_and_what_is_none_is_told_at_the_field(self):
        key = PrivateKey()
        for text in (key.jwk(), PrivateKey().pem()):
            answer = self.browser.post("/platform/keys/public", follow=False, label="signer", days="365", key=text.replace("\n", "\r\n"))
            self.assertEqual(answer.header("location"), "/platform/keys?added")
        answer = ask(self.server, client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                     client_assertion=key.assertion(self.who.client["client_id"], self.server.url))
        self.assertEqual(answer.status, 200, answer.body)
        for text, words in (("nonsense", "这不是 JWK"), ("", "这不是 JWK"), (json.dumps({**json.loads(key.jwk()), "d": "AAAA"}), "这不是 JWK"),
                            ("x" * 5000, "这不是 JWK"), (key.pem(), "已经登记")):
            self.browser.get("/platform/keys")
            self.browser.post("/platform/keys/public", label="kept", days="90", key=text)
            self.assertIn(words, self.browser.page)
            self.assertIn('value="kept"', self.browser.page)
            self.assertRegex(self.browser.page, r'<textarea id="key"[^>]*aria-invalid="true"')
        self.browser.get("/platform/keys")
        self.browser.post("/platform/keys", label="x" * 81, days="90")
        self.assertRegex(self.browser.page, r'<input id="label"[^>]*aria-invalid="true"')

    def test_twenty_keys_are_enough(self):
        who = self.admin()
        browser = who.enrol()
        for _ in range(19):
            browser.get("/platform/keys")
            self.assertEqual(browser.post("/platform/keys", label="", days="30").status, 200)
        browser.get("/platform/keys")
        self.assertNotIn('action="/platform/keys"', browser.page)
        browser.post("/platform/keys", label="", days="30")
        self.assertIn("已有二十个有效密钥", browser.page)
        self.assertEqual(self.world.sql(f"""SELECT count(*) FROM client_key JOIN client ON client.id = client_id
                                             WHERE public_id = '{who.client['client_id']}'"""), [["20"]])

    def test_another_clients_keys_are_not_there(self):
        other = self.admin()
        theirs = other.enrol()
        theirs.get("/platform/keys")
        kid = re.findall(r'href="/platform/keys/([\w-]+)/end"', theirs.page)[0]
        self.assertNotIn(kid, self.browser.page)
        self.assertEqual(self.browser.get(f"/platform/keys/{kid}/end").status, 404)
        self.browser.get("/platform/keys")
        self.browser.post(f"/platform/keys/{kid}/end", follow=False)
        self.assertEqual(ask(self.server, basic=secret_of(other.client)).status, 200)
        self.assertNotIn(kid, self.browser.get("/platform/keys") and self.browser.page)

    def test_what_the_operator_does_is_on_the_page_too(self):
        self.world.command("client", "key-add", self.who.client["client_id"], "--label", "by hand")
        self.browser.get("/platform/keys")
        self.assertRegex(self.browser.page, "服务运营方</td><td>添加密钥</td><td>by hand")

    def test_a_key_that_expires_soon_and_one_that_is_off_say_so(self):
        who = self.admin()
        browser = who.enrol()
        whose = f"client_id = (SELECT id FROM client WHERE public_id = '{who.client['client_id']}')"
        self.world.sql(f"UPDATE client_key SET expires_at = now() + interval '9 days 1 hour' WHERE {whose}")
        browser.get("/platform/keys")
        self.assertIn("该密钥还有 9 天到期", browser.page)
        self.world.sql(f"UPDATE client_key SET created_at = now() - interval '100 days' WHERE {whose}")
        browser.get("/platform/keys")
        self.assertIn("90 天未使用，已失效", browser.page)
        browser.get("/language/en?to=/platform/keys")
        self.assertIn("off: unused for 90 days", browser.page)

    def test_the_serving_role_adds_keys_in_no_other_way(self):
        sign_in(self.world, self.server, "13900040002")
        owners = self.world.sql("SELECT hash FROM session WHERE account_id IS NOT NULL LIMIT 1")[0][0]
        for session in ("\\x00", owners):
            added = self.world.sql(f"SELECT client_key_add('{session}', 'k', 'secret', sha256(''), '', 30)", role="chedang_serve")
            self.assertEqual(added, [["gone"]])


class Overview(Console):
    def setUp(self):
        self.who = self.admin()
        self.browser = self.who.enrol()
        self.token = self.server.token(self.who.client)

    def counted(self, number):
        """Waits until the trail has so many lines of this client, which its counts then have too."""
        def seen():
            return self.world.sql(f"""SELECT count(*) FROM trail JOIN client ON client.id = client_id
                                       WHERE public_id = '{self.who.client['client_id']}'""") == [[str(number)]]
        self.assertTrue(wait_for(seen))

    def test_what_was_looked_up_is_counted_by_day_and_purpose(self):
        for purpose in ("finance", "finance", "insurance"):
            self.assertEqual(self.server.lookup(self.token, vin(1), purpose=purpose).status, 200)
        self.assertEqual(self.server.lookup(self.token, vin(900), purpose="finance").status, 404)
        lines = "\n".join(json.dumps({"vin": vin(1), "purpose": "other", "reference": "b"}) for _ in range(70))
        self.server.ask("POST", "/v1/lookups/batch", lines, {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"})
        self.counted(74)
        rows = self.world.sql(f"""SELECT purpose, outcome, count FROM client_usage JOIN client ON client.id = client_id
                                   WHERE public_id = '{self.who.client['client_id']}' ORDER BY 1, 2""")
        self.assertEqual(sum(int(row[2]) for row in rows), 74)
        self.assertIn(["other", "shown", "70"], rows)
        self.browser.get("/platform")
        self.assertRegex(self.browser.page, r"<dt>今日已答复</dt><dd>74</dd>")
        for name, count in (("金融", 3), ("保险", 1), ("其他", 70)):
            self.assertRegex(self.browser.page, rf'<tr><th scope="row">{name}</th><td class="number">{count}</td></tr>')
        self.assertRegex(self.browser.page, r'<rect class="bar"[^>]*><title>[^<]* · 74</title>')
        self.assertEqual(self.browser.page.count("<rect class=\"bar\""), 30 + 3)

    def test_counts_are_those_of_the_trail_after_servers_were_killed(self):
        for number in range(3):
            server = self.world.server().start()
            token = server.token(self.who.client)
            for _ in range(20):
                server.lookup(token, vin(1))
            server.kill() if number < 2 else server.stop()
        server = self.world.server().start()
        self.counted(60)
        groups = "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        self.assertEqual(self.world.sql(f"SELECT client_id, purpose, outcome, count(*) FROM trail WHERE client_id IS NOT NULL {groups}"),
                         self.world.sql(f"SELECT client_id, purpose, outcome, sum(count) FROM client_usage {groups}"))

    def test_what_was_refused_is_told_by_code(self):
        for _ in range(3):
            self.server.lookup(self.token, "nonsense")
        self.server.lookup(self.token, vin(1), purpose="gossip")
        lines = "\n".join(json.dumps({"vin": v, "purpose": "other", "reference": "b"}) for v in (vin(1), "x", vin(900)))
        self.server.ask("POST", "/v1/lookups/batch", lines, {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"})
        def seen():
            self.browser.get("/platform")
            return re.findall(r'<td class="number">(\d+)</td><td>(\d+)</td><td class="mono">(\w+)</td>', self.browser.page)
        self.assertTrue(wait_for(lambda: ("4", "400", "vin_malformed") in seen()), self.browser.page)
        self.assertEqual(sorted(seen()), [("1", "400", "field_invalid"), ("4", "400", "vin_malformed")])  # no record is an answer

    def test_the_contract_is_told_with_its_bounds_and_its_end(self):
        lines = self.world.command("client", "add", "--name", "Bounded", "--purposes", "finance=1200,insurance", "--burst", "77",
                                   "--day", "5000", "--contract-days", "20").stdout.splitlines()
        client = dict(line.split("=", 1) for line in lines)
        who = self.admin(client)
        browser = who.enrol()
        for words in ("合同将在 30 天内到期", "<dd>77</dd>", "<dd>5,000</dd>", "1,200", "不单独限制", client["client_id"]):
            self.assertIn(words, browser.page)
        self.assertNotIn("二手车上架", browser.page)
        self.world.sql(f"""UPDATE contract SET valid_until = now() - interval '1 second', valid_from = now() - interval '2 days'
                             FROM client WHERE client.id = client_id AND public_id = '{client['client_id']}'""")
        browser.get("/platform")
        self.assertIn("目前没有有效的合同", browser.page)

    def test_the_pages_are_in_both_languages(self):
        for path, words in (("/platform", "What you looked up"), ("/platform/keys", "Add a public key"), ("/platform/calls", "Your look-ups")):
            self.browser.get(f"/language/en?to={path}")
            self.assertIn(words, self.browser.page)
            answer = self.browser.get(path)
            self.assertEqual((answer.status, answer.header("cache-control")), (200, "no-store"))


class Calls(Console):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.who = admin(cls.world, cls.server)
        cls.browser = cls.who.enrol()
        token = cls.server.token(cls.who.client)
        for i in range(120):
            cls.server.lookup(token, vin(1 if i % 2 else 900), purpose="finance" if i % 3 == 0 else "other", reference=f"case-{i:03d}")
        cls.server.lookup(cls.server.token(cls.world.client("Another")), vin(1), reference="not-yours")
        assert wait_for(lambda: cls.world.sql("SELECT count(*) FROM trail") == [["121"]])

    def rows(self):
        return re.findall(r'<tr><td>[^<]*</td><td>([^<]*)</td><td class="mono">([^<]*)</td><td>([^<]*)</td></tr>', self.browser.page)

    def test_all_calls_come_in_pages_the_latest_first(self):
        seen, path = [], "/platform/calls"
        while path:
            self.browser.get(path)
            seen += [row[1] for row in self.rows()]
            following = re.search(r'<a href="(/platform/calls\?[^"]*after=[^"]*)"', self.browser.page)
            path = following and following[1].replace("&amp;", "&")
        self.assertEqual(seen, [f"case-{i:03d}" for i in range(119, -1, -1)])

    def test_where_the_list_goes_on_shows_no_count_over_all_clients(self):
        sealed = re.search(rb'<a href="/platform/calls\?[^"]*after=([^"&]*)', self.browser.get("/platform/calls").body)[1].decode()
        place = self.world.sql("SELECT extract(epoch FROM looked_at) * 1000000, encode(spool, 'hex'), entry FROM trail WHERE reference = 'case-070'")[0]
        self.assertNotIn(place[1], self.browser.page)
        for after, first in ((sealed, "case-069"), (".".join([place[0].split(".")[0], *place[1:]]), "case-119")):
            self.browser.get(f"/platform/calls?after={after}")
            self.assertEqual(self.rows()[0][1], first)

    def test_they_are_filtered_by_purpose_and_day(self):
        self.browser.get("/platform/calls?purpose=finance")
        self.assertEqual({row[0] for row in self.rows()}, {"金融"})
        self.assertEqual(len(self.rows()), 40)
        today = self.world.sql("SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')")[0][0]
        self.browser.get(f"/platform/calls?day={today}&purpose=other")
        self.assertEqual(len(self.rows()), 50)
        for query in ("day=2020-01-01", "purpose=gossip", "day=2020-01-01&purpose=finance"):
            self.browser.get(f"/platform/calls?{query}")
            self.assertEqual(self.rows(), [])
            self.assertIn("没有符合条件的查询", self.browser.page)
        self.browser.get("/platform/calls?day=20.1.2020")
        self.assertIn('aria-invalid="true"', self.browser.page)
        self.browser.get("/platform/calls?after=1.2.3&day=&purpose=")
        self.assertEqual(len(self.rows()), 50)

    def test_never_a_vehicle_and_never_anothers(self):
        pages = []
        for path in ("/platform", "/platform/calls", "/platform/calls.csv", "/platform/keys"):
            self.browser.get(path)
            pages.append(self.browser.page)
        for canary in (vin(1), vin(900), vin(1)[-8:], "not-yours", "沪A12345"):
            self.assertTrue(all(canary not in page for page in pages), canary)

    def test_the_table_has_the_same_and_is_for_spreadsheets(self):
        answer = self.browser.get("/platform/calls.csv?purpose=finance")
        self.assertEqual(answer.header("content-type"), "text/csv; charset=utf-8")
        self.assertEqual(answer.header("cache-control"), "no-store")
        lines = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
        self.assertEqual(lines[0], ["时间（北京）", "用途", "编号", "结果"])
        self.assertEqual(len(lines), 41)
        self.assertEqual({line[3] for line in lines[1:]}, {"已提供摘要", "未归集"})
        self.assertEqual([line[2] for line in lines[1:3]], ["case-117", "case-114"])
        self.assertEqual(self.browser.get("/platform/calls.csv?day=x", follow=False).header("location"), "/platform/calls")

    def test_they_are_found_by_an_index(self):
        plan = str(self.world.sql("""SET enable_seqscan = off; EXPLAIN SELECT 1 FROM trail WHERE client_id = 1 AND looked_at >= now() - interval '1 day'
            AND (looked_at, spool, entry) < (now(), '', 0) ORDER BY looked_at DESC, spool DESC, entry DESC LIMIT 51"""))
        self.assertIn("_client_id_looked_at_idx", plan)


if __name__ == "__main__":
    unittest.main()
