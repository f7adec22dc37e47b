"""The owner: signs in with a telephone, claims a vehicle by its papers, reads its history, and is safe meanwhile."""
import http.cookies
import json
import pathlib
import re
import time
import unittest
import urllib.parse

from world import World, repair, vin

PHONE = "13900001111"
CAR = {"vin": vin(500001), "plate": "沪A55501", "engine_no": "EA888500001", "registration_no": "310000500001"}
HEADER = "vin,plate,engine_no,registration_no,holder,held_since,first_registered,region"


class Browser:
    """Keeps cookies and the form token of the last page, and follows redirects, as a browser would."""

    def __init__(self, server, address=None):
        self.server, self.address = server, address
        self.cookies, self.csrf, self.page = {}, None, None

    def ask(self, method, path, fields=None, headers=None, follow=True):
        body = fields if fields is None or isinstance(fields, bytes) else urllib.parse.urlencode(fields)
        headers = {"Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **(headers or {})}
        if body is not None:
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        answer = self.server.ask(method, path, body, headers, source=self.address)
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                for cookie in http.cookies.SimpleCookie(value).values():
                    if cookie["max-age"] == "0":
                        self.cookies.pop(cookie.key, None)
                    else:
                        self.cookies[cookie.key] = cookie.value
        self.page = answer.body.decode(errors="replace")
        if found := re.search(r'name="csrf"[^>]*value="([0-9a-f]+)"', self.page):
            self.csrf = found[1]
        if follow and answer.status == 303:
            return self.ask("GET", answer.header("location"))
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, follow=True, headers=None, **fields):
        return self.ask("POST", path, {"csrf": self.csrf or "", **fields}, headers, follow)


def codes(world, phone):
    """The codes that this telephone got, the oldest first."""
    found = []
    for path in sorted((world.folder / "outbox").glob("*.json"), key=lambda p: int(p.stem)):
        message = json.loads(path.read_text())
        if message["to"] == phone and (code := re.search(r"\d{6}", message["text"])):
            found.append(code[0])
    return found


def sign_in(world, server, phone=PHONE):
    browser = Browser(server)
    browser.get("/sign-in")
    before = len(codes(world, phone))
    assert browser.post("/sign-in", phone=phone).status == 200
    until = time.monotonic() + 5
    while len(codes(world, phone)) == before and time.monotonic() < until:
        time.sleep(0.05)
    answer = browser.post("/sign-in/code", code=codes(world, phone)[-1], follow=False)
    assert answer.status == 303 and answer.header("location") == "/vehicles", answer.body
    browser.get("/vehicles")
    return browser


def award(world, case):
    """A reviewer finds that the vehicle is the one's who asks in this case."""
    handle = case.rsplit("/", 1)[1]
    world.sql(f"""INSERT INTO staff (name, role, password) VALUES ('someone', 'reviewer', '\\x00') ON CONFLICT DO NOTHING;
                  SELECT review_decide(handle, staff.id, NULL, NULL, holder_revision, md5(random()::text))
                    FROM review JOIN registry USING (vehicle_key), staff WHERE handle = '{handle}' AND staff.name = 'someone'""")


def claim(world, browser, car):
    """The path of the vehicle, which is the browser's from now on: where somebody else held it, a reviewer has decided."""
    for _ in range(2):
        browser.get("/vehicles/claim")
        answer = browser.post("/vehicles/claim", follow=False, **car)
        assert answer.status == 303, browser.page
        if answer.header("location").startswith("/vehicles/"):
            return answer.header("location")
        award(world, answer.header("location"))
    raise AssertionError("what a reviewer decided has no effect")


def register(world, rows):
    path = world.folder / "registry.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    world.command("registry", "import", str(path))


def row(car, holder="holder-1", held_since="2020-01-01"):
    return f"{car['vin']},{car['plate']},{car['engine_no']},{car['registration_no']},{holder},{held_since},2020-01-01,310115"


class Owner(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR)])
        for i, day in enumerate(("20190601", "20210601", "20220601")):
            message = repair(cls.workshop, CAR["vin"], f"own-{i}", settled=day, odometer=str(10000 * (i + 1)),
                             vehicleplatenumber="沪B00001" if i == 0 else CAR["plate"])
            assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"

    def claimed(self, phone=PHONE):
        browser = sign_in(self.world, self.server, phone)
        return browser, claim(self.world, browser, CAR)

    def test_from_the_front_page_to_the_history(self):
        browser, path = self.claimed()
        self.assertRegex(path, "^/vehicles/[0-9a-f]{32}$")
        answer = browser.get(path)
        self.assertEqual(answer.status, 200)
        self.assertIn(CAR["plate"], browser.page)
        self.assertNotIn("沪B00001", browser.page)  # of before the present holder's time
        self.assertEqual(answer.header("cache-control"), "no-store")
        again = browser.get(path)  # from the cache
        self.assertEqual(again.status, 200)

    def test_an_upload_is_on_the_page_at_once(self):
        browser, path = self.claimed()
        browser.get(path)
        message = repair(self.workshop, CAR["vin"], f"fresh-{time.time()}", settled="20240105", faultdescription="新鲜记录XYZ")
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        browser.get(path)
        self.assertIn("新鲜记录XYZ", browser.page)

    def test_who_looked_is_on_the_page(self):
        token = self.server.token(self.world.client("看车的平台"))
        self.server.lookup(token, CAR["vin"], purpose="finance", reference="LOOK-4711")
        time.sleep(0.5)
        browser, path = self.claimed()
        browser.get(path)
        self.assertIn("看车的平台", browser.page)
        self.assertIn("LOOK-4711", browser.page)

    def test_an_owners_own_visits_are_nobodys_look(self):
        """Those of others who hold the vehicle are none either."""
        for phone in ("13900007011", "13900007012"):
            browser, path = self.claimed(phone)
            for _ in range(2):
                browser.get(path)
                time.sleep(0.5)  # until the trail is drained
        self.assertEqual(browser.get(path).status, 200)
        for words in ("own_vehicle", "已注销的查询方"):
            self.assertNotIn(words, browser.page)

    def test_who_brought_the_vehicle_is_not_the_owners_to_see(self):
        browser, path = self.claimed("13900007021")
        message = repair(self.workshop, CAR["vin"], "third-person", settled="20230105",
                         faultdescription="送修人：王小明 13712345678 要求检查")
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        browser.get(path)
        self.assertIn("要求检查", browser.page)
        for secret in ("王小明", "13712345678"):
            self.assertNotIn(secret, browser.page)

    def test_wrong_facts_unknown_car_and_anothers_car_look_the_same(self):
        self.claimed("13900002001")  # somebody has it
        browser = sign_in(self.world, self.server, "13900002002")
        seen = set()
        for facts in ({**CAR, "engine_no": "WRONG1"}, {**CAR, "registration_no": "999999999999"},
                      {**CAR, "plate": "沪A55502"}, {**CAR, "vin": vin(500999)}):
            browser.get("/vehicles/claim")
            answer = browser.post("/vehicles/claim", follow=False, **facts)
            page = browser.page
            for value in (*facts.values(), urllib.parse.quote(facts["plate"])):
                page = page.replace(value, "")
            seen.add((answer.status, re.sub(r"[0-9a-f]{16,}", "", page)))
        self.assertEqual(len(seen), 1, seen)

    def test_the_present_owner_hears_of_a_try_once_a_day(self):
        self.claimed("13900002011")
        thief = sign_in(self.world, self.server, "13900002012")
        for _ in range(3):
            thief.get("/vehicles/claim")
            thief.post("/vehicles/claim", **{**CAR, "engine_no": "GUESS"})
        time.sleep(0.6)
        warned = [p for p in (self.world.folder / "outbox").glob("*.json") if "试图认领" in p.read_text()]
        self.assertEqual(len(warned), 1)
        self.assertNotIn(CAR["vin"], warned[0].read_text())

    def test_a_code_counts_once_and_five_tries_end_it(self):
        phone = "13900003001"
        browser = Browser(self.server)
        browser.get("/sign-in")
        browser.post("/sign-in", phone="+86 139-0000 3001")
        time.sleep(0.5)
        code = codes(self.world, phone)[-1]
        for i in range(5):
            wrong = f"{(int(code) + i + 1) % 1000000:06d}"
            self.assertEqual(browser.post("/sign-in/code", code=wrong, follow=False).status, 200)
        self.assertEqual(browser.post("/sign-in/code", code=code, follow=False).status, 200)  # too late
        browser.get("/sign-in")
        browser.post("/sign-in", phone=phone)
        time.sleep(0.5)
        code = codes(self.world, phone)[-1]
        other = Browser(self.server)
        other.cookies = dict(browser.cookies)
        self.assertEqual(browser.post("/sign-in/code", code=code, follow=False).header("location"), "/vehicles")
        other.get("/sign-in")
        self.assertNotEqual(other.post("/sign-in/code", code=code, follow=False).header("location"), "/vehicles")

    def test_the_code_is_nobody_elses(self):
        a, b = Browser(self.server), Browser(self.server)
        for browser, phone in ((a, "13900003011"), (b, "13900003012")):
            browser.get("/sign-in")
            browser.post("/sign-in", phone=phone)
        time.sleep(0.5)
        code = codes(self.world, "13900003011")[-1]
        if code != codes(self.world, "13900003012")[-1]:
            self.assertEqual(b.post("/sign-in/code", code=code, follow=False).status, 200)

    def test_a_code_counts_only_in_the_browser_that_asked(self):
        phone = "13900003021"
        mine, strangers = Browser(self.server), Browser(self.server)
        sent = []
        for browser in (mine, strangers):  # somebody else types the same number, and uses up the tries
            browser.get("/sign-in")
            browser.post("/sign-in", phone=phone)
            time.sleep(0.5)
            sent.append(codes(self.world, phone)[-1])
        self.assertIn("验证码不对", strangers.post("/sign-in/code", code=sent[0], follow=False).body.decode())
        for i in range(5):
            answer = strangers.post("/sign-in/code", code=f"{(int(sent[1]) + i + 1) % 1000000:06d}", follow=False)
        self.assertIn("失效", answer.body.decode())
        self.assertEqual(mine.post("/sign-in/code", code=sent[0], follow=False).header("location"), "/vehicles")

    def test_a_number_that_is_none_is_told(self):
        browser = Browser(self.server)
        browser.get("/sign-in")
        before = len(list((self.world.folder / "outbox").glob("*.json")))
        for phone in ("", "12345", "021-12345678", "1390000111x"):
            self.assertEqual(browser.post("/sign-in", phone=phone, follow=False).status, 200)
        time.sleep(0.3)
        self.assertEqual(len(list((self.world.folder / "outbox").glob("*.json"))), before)

    def test_the_session_is_new_at_sign_in_and_well_kept(self):
        browser = Browser(self.server)
        browser.cookies["__Host-session"] = "planted" * 5
        browser.get("/sign-in")
        browser.post("/sign-in", phone="13900004001")
        time.sleep(0.5)
        answer = browser.post("/sign-in/code", code=codes(self.world, "13900004001")[-1], follow=False)
        cookie = next(v for k, v in answer.headers if k.lower() == "set-cookie" and v.startswith("__Host-session="))
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            self.assertIn(word, cookie)
        self.assertNotIn("planted", cookie)
        token = browser.cookies["__Host-session"]
        self.assertNotIn(token, str(self.world.sql("SELECT encode(hash, 'escape') FROM session")))

    def test_signing_out_everywhere(self):
        a, b = sign_in(self.world, self.server, "13900005001"), sign_in(self.world, self.server, "13900005001")
        c = sign_in(self.world, self.server, "13900005002")
        a.get("/account")
        a.post("/sign-out-everywhere")
        for browser, status in ((a, 303), (b, 303), (c, 200)):
            self.assertEqual(browser.get("/vehicles", follow=False).status, status)

    def test_signing_out_here(self):
        a, b = sign_in(self.world, self.server, "13900005011"), sign_in(self.world, self.server, "13900005011")
        a.get("/account")
        a.post("/sign-out")
        self.assertEqual(a.get("/vehicles", follow=False).status, 303)
        self.assertEqual(b.get("/vehicles", follow=False).status, 200)

    def test_forms_of_others_do_nothing(self):
        browser, _ = self.claimed("13900006001")
        browser.get("/account")
        good = browser.csrf
        for fields, headers in (({"csrf": ""}, {}), ({"csrf": "0" * 32}, {}), ({"csrf": "0" * 64}, {}), ({"csrf": good[:-1]}, {}),
                                ({"csrf": good}, {"Origin": "https://evil.example"}), ({"csrf": good}, {"Origin": "null"}),
                                ({"csrf": good}, {"Content-Type": "text/plain"})):
            answer = browser.ask("POST", "/sign-out-everywhere", fields, headers, follow=False)
            self.assertEqual(answer.status, 403, (fields, headers))
            self.assertEqual(browser.get("/vehicles", follow=False).status, 200)
        other = sign_in(self.world, self.server, "13900006002")
        other.get("/account")
        self.assertEqual(browser.ask("POST", "/sign-out", {"csrf": other.csrf}, follow=False).status, 403)
        answer = browser.ask("POST", "/sign-out", {"csrf": good}, {"Origin": self.server.url}, follow=False)
        self.assertEqual(answer.status, 303)

    def test_no_two_pages_hold_the_same_token_and_each_counts(self):
        browser, _ = self.claimed("13900006003")
        tokens = set()
        for _ in range(4):
            browser.get("/account")
            tokens.update((browser.csrf[:32], browser.csrf[32:]))
            self.assertEqual(browser.post("/vehicles/claim", follow=False).status, 200)  # incomplete, but ours
        self.assertEqual(len(tokens), 8)

    def test_nobody_reads_anothers_vehicle(self):
        browser, path = self.claimed("13900007001")
        stranger = sign_in(self.world, self.server, "13900007002")
        nobody = Browser(self.server)
        unknown = "/vehicles/" + "0" * 32
        self.assertEqual(browser.get(path).status, 200)
        foreign, absent = stranger.get(path), stranger.get(unknown)
        self.assertEqual((foreign.status, absent.status), (404, 404))
        strip = lambda body: re.sub(rb"[0-9a-f]{16,}", b"", body)
        self.assertEqual(strip(foreign.body), strip(absent.body))
        answer = nobody.get(path, follow=False)
        self.assertEqual((answer.status, answer.header("location")), (303, "/sign-in?needed"))

    def test_static_files_are_kept_by_the_browser_until_they_change(self):
        page = Browser(self.server).get("/").body.decode()
        address = re.search(r'href="(/static/style\.css\?\w+)"', page)[1]
        first = self.server.ask("GET", address)
        self.assertIn("immutable", first.header("cache-control"))
        self.assertIn("no-cache", self.server.ask("GET", "/static/style.css").header("cache-control"))
        self.assertIn("no-cache", self.server.ask("GET", "/static/style.css?0").header("cache-control"))
        again = self.server.ask("GET", address, headers={"If-None-Match": first.header("etag")})
        self.assertEqual((again.status, again.body), (304, b""))
        other = self.server.ask("GET", address, headers={"If-None-Match": '"0"'})
        self.assertEqual((other.status, other.body), (200, first.body))

    def test_language_and_static_files_lead_nowhere_else(self):
        browser = Browser(self.server)
        for to, where in (("/sign-in", "/sign-in"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil", "/")):
            answer = browser.get("/language/en?to=" + to, follow=False)
            self.assertIn((answer.status, answer.header("location")), ((303, where), (400, None)))
        for name in ("..%2fdev", ".gitignore", "../dev", "nothing.css", "dev"):
            self.assertIn(browser.get("/static/" + name).status, (400, 404))


class Transfer(unittest.TestCase):
    def test_a_new_holder_ends_the_formers_access_at_once(self):
        with World() as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            register(world, [row(CAR)])
            message = repair(workshop, CAR["vin"], "t-1", settled="20210601", vehicleplatenumber=CAR["plate"],
                             faultdescription="车主：张三 13912345678 来电")
            server.v1("lcipprocarfixrecordadd", message)
            message = repair(workshop, CAR["vin"], "t-2", settled="20230503", repairdate="20230428",  # settled when it was sold
                             vehicleplatenumber=CAR["plate"])
            server.v1("lcipprocarfixrecordadd", message)
            former = sign_in(world, server, "13900009001")
            former.get("/vehicles/claim")
            path = former.post("/vehicles/claim", follow=False, **CAR).header("location")
            self.assertEqual(former.get(path).status, 200)
            now = {**CAR, "plate": "沪C77777"}
            register(world, [row(now, holder="holder-2", held_since="2023-05-01")])
            self.assertEqual(former.get(path).status, 404)
            former.get("/vehicles/claim")
            self.assertEqual(former.post("/vehicles/claim", follow=False, **CAR).status, 200)
            new = sign_in(world, server, "13900009002")
            new.get("/vehicles/claim")
            path = new.post("/vehicles/claim", follow=False, **now).header("location")
            new.get(path)
            for secret in (CAR["plate"], "张三", "13912345678"):
                self.assertNotIn(secret, new.page)

    def test_a_registry_that_does_not_say_since_when_tells_nothing_of_the_former(self):
        with World() as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            register(world, [row(CAR)])
            message = repair(workshop, CAR["vin"], "t-1", settled="20210601", vehicleplatenumber=CAR["plate"])
            server.v1("lcipprocarfixrecordadd", message)
            server.lookup(server.token(world.client("从前的银行")), CAR["vin"], purpose="finance", reference="LOAN-1")
            time.sleep(0.6)  # until the trail is drained
            world.sql("UPDATE trail SET looked_at = looked_at - interval '2 days'")
            now = {**CAR, "plate": "沪C77777"}
            register(world, [row(now, holder="holder-2", held_since="")])
            new = sign_in(world, server, "13900009011")
            new.get("/vehicles/claim")
            new.get(new.post("/vehicles/claim", follow=False, **now).header("location"))
            self.assertIn("常规保养", new.page)
            for secret in (CAR["plate"], "从前的银行", "LOAN-1"):
                self.assertNotIn(secret, new.page)


class Limits(unittest.TestCase):
    def test_codes_and_claims_are_limited(self):
        with World() as world:
            server = world.server().start()
            register(world, [row(CAR)])
            statuses = []
            for _ in range(8):
                browser = Browser(server)  # what the same one asks for again replaces what was not sent yet
                browser.get("/sign-in")
                statuses.append(browser.post("/sign-in", phone=PHONE, follow=False).status)
            self.assertEqual(statuses, [303] * 5 + [429] * 3)
            time.sleep(0.6)
            self.assertEqual(len(codes(world, PHONE)), 5)
            guesser = sign_in(world, server, "13900009101")
            statuses = []
            for i in range(8):
                guesser.get("/vehicles/claim")
                answer = guesser.post("/vehicles/claim", follow=False, **{**CAR, "engine_no": f"G{i}"})
                statuses.append(answer.status)
            self.assertEqual(statuses, [200] * 5 + [429] * 3)
            self.assertEqual(answer.header("retry-after"), "86400")
            self.assertEqual(server.metric("claims_evaluated"), 5)
            self.assertEqual(pathlib.Path(world.folder / "outbox").stat().st_mode & 0o077, 0)
