"""Who may do what: every route with every role and vehicle, surplus fields, and revocation under load."""
import concurrent.futures
import json
import re
import threading
import time
import unittest
import urllib.parse

from authenticator import admin
from certificates import make_keys
from oracle import (
    ADMIN, AGENT, CASE, CONSOLE, GONE, HELD, LINES, NOBODY, OPEN, ORACLE, OWNER, PLATFORM, REVIEWER, SIGNED_OUT, SUMMARY, SUPERVISOR, WORKSHOP,
)
from owner_test import CAR, Browser, codes, register, row, sign_in
from dispute_test import ticket_of, workshop_sign_in
from papers import prove
from staff_test import staff_sign_in
from world import ROOT, World, figure, repair, size, vin

ROLES = {"nobody": NOBODY, "workshop": WORKSHOP, "platform": PLATFORM, "owner": OWNER, "owner of another": OWNER,
         "former owner": OWNER, "reviewer": REVIEWER, "supervisor": SUPERVISOR, "console": CONSOLE, "administrator": ADMIN, "agent": AGENT,
         "foreign": NOBODY, "expired": NOBODY, "revoked": NOBODY, "crossed": NOBODY}
VEHICLES = ("own", "foreign", "unknown", "transferred")
MAY_SEE = {("owner", "own"), ("owner of another", "foreign")}


def routes():
    text = (ROOT / "server/routes.c").read_text()
    return set(re.findall(r'\{"([A-Z]+)",\s+"([^"]+)"', text))


def car(serial, plate):
    return {"vin": vin(serial), "plate": plate, "engine_no": f"EA888{serial}", "registration_no": f"310000{serial}"}


class Role:
    """All that somebody has: a session, a bearer token, a token of the upload interface."""

    def __init__(self, browser=None, bearer=None, upload="0" * 32):
        self.browser, self.bearer, self.upload = browser, bearer, upload

    def headers(self):
        found = {}
        if self.browser is not None:
            found["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.browser.cookies.items())
        if self.bearer is not None:
            found["Authorization"] = f"Bearer {self.bearer}"
        return found


def with_session(token):
    browser = Browser(None)
    browser.cookies["__Host-session"] = token
    return browser


class Matrix(unittest.TestCase):
    """A1: each route, each role, each vehicle, against the table above."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=100000, CHEDANG_ADDRESS_BURST=1000000, CHEDANG_LOOKUP_BURST=1000000)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server().start()
        cls.cars = {name: car(510001 + i, f"沪A5510{i}") for i, name in enumerate(VEHICLES)}
        cls.handles, cls.records, cls.disputes = {"unknown": "0" * 32}, {"unknown": "0" * 32}, {"unknown": "0" * 32}
        cls.reviews = {name: "0" * 32 for name in VEHICLES}
        cls.roles = {"nobody": Role(), **cls.valid(), **cls.invalid()}

    @classmethod
    def claim(cls, phone, vehicle):
        browser = sign_in(cls.world, cls.server, phone)
        browser.get("/vehicles/claim")
        answer = browser.post("/vehicles/claim", follow=False, **cls.cars[vehicle])
        assert answer.status == 303, browser.page
        cls.handles[vehicle] = answer.header("location").rsplit("/", 1)[1]
        if vehicle != "transferred":  # what was sent for a review stays the sender's
            cls.reviews[vehicle] = prove(browser, vin(519000 + len(cls.handles)))[1].rsplit("/", 1)[1]
        browser.get(answer.header("location"))
        cls.records[vehicle] = re.search("/dispute/([0-9a-f]{32})", browser.page)[1]
        browser.get(answer.header("location") + "/dispute")
        ticket = cls.disputes[vehicle] = ticket_of(browser)
        assert browser.post(answer.header("location") + "/dispute", ticket=ticket, words="还有一次维修没有记录。").status == 200
        return Role(browser)

    @classmethod
    def valid(cls):
        code, upload = cls.world.workshop(cls.server)
        register(cls.world, [row(cls.cars[v]) for v in VEHICLES if v != "unknown"])
        for v in VEHICLES:
            if v != "unknown":
                message = repair(upload, cls.cars[v]["vin"], f"matrix-{v}", vehicleplatenumber=cls.cars[v]["plate"])
                assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        found = {"workshop": Role(upload=upload), "platform": Role(bearer=cls.server.token(cls.world.client())),
                 "owner": cls.claim("13900010101", "own"), "owner of another": cls.claim("13900010102", "foreign"),
                 "former owner": cls.claim("13900010103", "transferred"),
                 **{role: Role(staff_sign_in(cls.world, cls.server, role)) for role in ("reviewer", "supervisor")}}
        cls.world.sql("UPDATE dispute SET state = 'with_workshop', workshop_id = (SELECT min(id) FROM workshop)")
        found["console"] = Role(workshop_sign_in(cls.server, code))
        found |= {role: Role(admin(cls.world, cls.server, client).enrol()) for role, client in (
            ("administrator", None), ("agent", cls.world.client("出口代理", audience="export")))}
        cls.kid = cls.world.sql("SELECT kid FROM client_key ORDER BY id LIMIT 1")[0][0]  # the platform's
        register(cls.world, [row({**cls.cars["transferred"], "plate": "沪C77001"}, holder="holder-2", held_since="2023-05-01")])
        return found

    @classmethod
    def invalid(cls):
        """Credentials that were good once, or are good for something else."""
        found = {"foreign": Role(with_session("a" * 43), "b" * 43, "c" * 32)}
        for name, phone in (("expired", "13900010104"), ("revoked", "13900010105")):
            client = cls.world.client(name)
            _, upload = cls.world.workshop(cls.server, name=f"{name}汽修")
            found[name] = Role(sign_in(cls.world, cls.server, phone), cls.server.token(client), upload)
            if name == "expired":
                cls.world.sql(f"""UPDATE client_token SET expires_at = now() FROM client
                                  WHERE client.id = client_id AND public_id = '{client["client_id"]}';
                                  UPDATE session SET used_at = now() - interval '1 day' WHERE account_id = (SELECT max(id) FROM account);
                                  UPDATE workshop_token SET expires_at = now() WHERE workshop_id = (SELECT max(id) FROM workshop);""")
            else:
                cls.world.command("client", "revoke", client["client_id"])
                copy = with_session(found[name].browser.cookies["__Host-session"])
                found[name].browser.get("/account")
                found[name].browser.post("/sign-out-everywhere")
                found[name].browser = copy
                cls.world.sql("DELETE FROM workshop_token WHERE workshop_id = (SELECT max(id) FROM workshop)")
        owner, platform, workshop = (sign_in(cls.world, cls.server, "13900010106").cookies["__Host-session"],
                                     cls.server.token(cls.world.client()), cls.world.workshop(cls.server)[1])
        found["crossed"] = Role(with_session(platform), workshop, owner)
        return found

    def ask(self, method, pattern, role, vehicle):
        path = pattern.lstrip("*").replace(":lang", "en").replace(":name", "nothing.css").replace(":number", "A" * 20).replace(":document", "0" * 32).replace(
            ":handle", self.handles[vehicle]).replace(":record", self.records[vehicle]).replace(":dispute", self.disputes[vehicle]).replace(
            ":review", self.reviews[vehicle]).replace(":photo", "licence").replace(":kid", self.kid).replace(":batch", "0" * 32)
        facts, headers, body = self.cars[vehicle], role.headers(), None
        if pattern == "/vehicles/claim" and method == "POST":
            if vehicle != "transferred":  # whose former facts are no longer right
                facts = {**facts, "registration_no": "999999999999"}
            body = urllib.parse.urlencode({"csrf": role.browser and role.browser.csrf or "", **facts})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif method == "POST":
            body = json.dumps({"vin": facts["vin"], "purpose": "other", "reference": "r"} if "/v1/lookups" in pattern else
                              repair(role.upload, facts["vin"], f"cell-{id(role)}-{vehicle}") if "fixrecord" in pattern else {})
            headers["Content-Type"] = "application/x-ndjson" if "batch" in pattern else "application/json"
        return self.server.ask(method, path, body, headers, timeout=30)

    def test_each_cell_is_decided_as_the_table_says(self):
        self.assertEqual(routes(), set(ORACLE))
        self.assertEqual(set(ROLES), set(self.roles))
        cells = [(name, door, vehicle) for door in ORACLE for name in self.roles for vehicle in VEHICLES]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:  # a refused claim, say, takes its time
            wrong = [each for each in pool.map(lambda cell: self.deviation(*cell), cells) if each is not None]
        figure("A1", f"{len(cells)} cells: {len(ORACLE)} routes, {len(ROLES)} roles, {len(VEHICLES)} vehicles", "0 deviations", len(wrong))
        self.assertEqual(wrong, [])

    def deviation(self, name, door, vehicle):
        """What is wrong with the answer to this role at this door about this vehicle, or None."""
        (method, pattern), expected = door, ORACLE[door]
        want = next(expected[kind] for kind in (ROLES[name], *[ADMIN] * (ROLES[name] == AGENT), NOBODY) if kind < len(expected))
        answer = self.ask(method, pattern, self.roles[name], vehicle)
        seen = self.seen(answer, want)
        if want == LINES and seen == OPEN and (answer.json["status"] == GONE) != (vehicle == "unknown"):
            return f"{name} {pattern} {vehicle}: {answer.json['status']}"
        want = self.decided(want, name, vehicle)
        told = [v for v in VEHICLES if self.cars[v]["plate"].encode() in answer.body]
        fine = pattern == "/vehicles/claim" or self.may_tell(told, name, pattern, vehicle)  # it repeats what was typed
        return None if seen == want and fine else f"{name} {method} {pattern} {vehicle}: {seen}, not {want}; tells of {told}"

    def decided(self, want, name, vehicle):
        """What depends on the vehicle, for this one."""
        if want == HELD:
            return OPEN if (name, vehicle) in MAY_SEE else GONE
        if want == CASE:
            return GONE if self.reviews[vehicle] == "0" * 32 else OPEN
        if want == SUMMARY:
            return GONE if vehicle == "unknown" else OPEN
        return OPEN if want == LINES else want

    @staticmethod
    def may_tell(told, name, pattern, vehicle):
        """The page of a vehicle of that one, and what an owner takes away of what they hold; others of none."""
        held = {v for who, v in MAY_SEE if who == name}
        return not told or set(told) <= held and (pattern.startswith("/account/download.") or
                                                  pattern == "/vehicles/:handle" and told == [vehicle])

    def seen(self, answer, want):
        if want == SIGNED_OUT and answer.status == 303 and answer.header("location") in (
                "/sign-in?needed", "/staff/sign-in?needed", "/workshop/sign-in?needed", "/platform/sign-in?needed"):
            return SIGNED_OUT
        told = answer.json if isinstance(want, str) and want.lstrip("-").isdigit() and answer.status == 200 else {}
        return str(told.get("respInfo", told)["code"]) if told else answer.status


class Surplus(unittest.TestCase):
    """A5: the name of every column of the schema, in every message, changes nothing."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.upload = cls.world.workshop(cls.server)
        cls.client = cls.world.client()
        cls.token = cls.server.token(cls.client)
        cls.names = [r[0] for r in cls.world.sql("SELECT DISTINCT column_name FROM information_schema.columns "
                                                 "WHERE table_schema = 'chedang' ORDER BY 1")]

    def surplus(self, value, *listed):
        return {name: value for name in self.names if name not in listed}

    def v1(self, call, value, message):
        answer = self.server.v1(call, {**self.surplus(value), **message}).json
        self.assertEqual(answer["code"], "1", answer)

    def post_everything(self, i, value):
        """Every message that writes something, in a form that succeeds."""
        self.v1("lcipproaccountcompany", value, {
            "companyname": f"多余{i}", "companypassword": "geheim-123", "companyunifiedsocialcreditidentifier": f"91330000000000{i:04d}",
            "companyadministrativedivisioncode": "330100", "companycategory": "2"})
        self.v1("lcipprogetaccesstoken", value, {"companycode": self.code, "companypassword": "geheim-123"})
        message = repair(self.upload, vin(520000 + i), f"surplus-{i}")
        for part in (message["basicInfo"], message["vehiclepartslist"][0], message["repairprojectlist"][0]):
            part.update(self.surplus(value, *part))
        self.v1("lcipprocarfixrecordadd", value, message)
        more = self.surplus(value, "vin", "purpose", "reference", "share", "pin")
        self.assertEqual(self.server.lookup(self.token, vin(520000 + i), **more).status, 200)
        answer = self.server.ask("POST", "/oauth/token", urllib.parse.urlencode(
            {**self.surplus(value, "scope"), "grant_type": "client_credentials", **self.client}),
            {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertIn(answer.status, (200, 401))  # by whether a secret in the form is taken
        self.forms(i, value)

    def forms(self, i, value):
        browser, phone, facts = Browser(self.server), f"1390001{2000 + i}", car(520000 + i, f"沪A5520{i}")
        register(self.world, [row(facts)])
        browser.get("/sign-in")
        browser.post("/sign-in", **self.surplus(value, "phone"), phone=phone)
        time.sleep(0.6)
        code = codes(self.world, phone)[-1]
        answer = browser.post("/sign-in/code", follow=False, **self.surplus(value, "code"), code=code)
        self.assertEqual(answer.header("location"), "/vehicles")
        browser.get("/vehicles/claim")
        answer = browser.post("/vehicles/claim", follow=False, **self.surplus(value, *facts), **facts)
        self.assertRegex(answer.header("location") or "", "^/vehicles/[0-9a-f]{32}$")
        self.contest_and_rate(browser, answer.header("location"), value)
        browser.get("/account")
        self.assertEqual(browser.post("/sign-out-everywhere", follow=False, **self.surplus(value)).status, 303)

    def contest_and_rate(self, browser, path, value):
        browser.get(path)
        forms = [re.search(f"{path}/{kind}/[0-9a-f]{{32}}", browser.page)[0] for kind in ("dispute", "rating")]
        browser.get(forms[0])
        answer = browser.post(forms[0], follow=False, **self.surplus(value, "ticket", "kind", "words"), ticket=ticket_of(browser),
                              kind="not_mine", words="这不是我的车。")
        dispute = answer.header("location")
        self.assertRegex(dispute or "", "^/disputes/[0-9a-f]{32}$")
        browser.get(dispute)
        answer = browser.post(dispute, follow=False, **self.surplus(value, "step", "words"), step="withdrawn")
        self.assertEqual(answer.header("location"), dispute)
        browser.get(forms[1])
        points = {axis: 3 for axis in ("punctuality", "attitude", "quality", "speed", "price")}
        answer = browser.post(forms[1], follow=False, **self.surplus(value, *points), **points)
        self.assertEqual(answer.header("location"), forms[1])

    def test_the_name_of_a_column_is_no_way_into_it(self):
        markers = ("918273", "2031-12-13", "true")
        for i, value in enumerate(markers):
            self.post_everything(i, value)
        time.sleep(0.6)  # until the trail is drained
        tables = [r[0] for r in self.world.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'chedang'")]
        found = []
        for marker in markers[:2]:
            for table in tables:
                patterns = " OR ".join(f"t::text LIKE '%{m}%'" for m in (marker, marker.encode().hex()))
                count = int(self.world.sql(f"SELECT count(*) FROM {table} t WHERE {patterns}")[0][0])
                found += [f"{marker} is in {table}"] * (count > 0)
        found += ["disputed"] * (self.world.sql("SELECT count(*) FROM repair WHERE disputed") != [["0"]])
        figure("A5", f"{len(self.names)} names, {len(tables)} tables, 11 messages with 3 values each", "0 changed", len(found))
        self.assertGreater(len(self.names), 50)
        self.assertEqual(found, [])


class Readers:
    """Many who use one access without pause; remembers who was let in by a request that was sent after it had ended."""

    def __init__(self, count, ask):
        self.ended_at, self.late, self.let_in, self.stop = None, [], 0, threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(ask, n)) for n in range(count)]
        for thread in self.threads:
            thread.start()

    def read(self, ask, n):
        while not self.stop.is_set():
            sent, ended_at = time.monotonic(), self.ended_at
            try:
                good = ask(n)
            except OSError:
                continue
            self.let_in += good
            if good and ended_at is not None:
                self.late.append(sent - ended_at)

    def end_after(self, end, seconds):
        time.sleep(0.5)
        end()
        self.ended_at = time.monotonic()
        time.sleep(seconds)
        self.stop.set()
        for thread in self.threads:
            thread.join()


class Revocation(unittest.TestCase):
    """A4: what was ended is ended everywhere, with Redis and without."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=100000, CHEDANG_ADDRESS_BURST=10**8, CHEDANG_LOOKUP_BURST=10**8)
        cls.addClassCleanup(cls.world.close)
        cls.servers = [cls.world.server().start() for _ in range(2)]
        register(cls.world, [row(CAR)])

    def lookups(self, client):
        tokens = [self.servers[0].token(client) for _ in range(4)]
        return lambda n: self.servers[n % 2].lookup(tokens[n // 2 % 4], vin(1)).status != 401

    def pages(self, browser, path):
        headers = {"Cookie": f"__Host-session={browser.cookies['__Host-session']}"}
        return lambda n: self.servers[n % 2].ask("GET", path, headers=headers).status == 200

    def client(self, phone):
        client = self.world.client("Under load")
        return self.lookups(client), lambda: self.world.command("client", "revoke", client["client_id"])

    def token(self, phone):
        return self.lookups(self.world.client("Under load")), lambda: self.world.sql("UPDATE client_token SET expires_at = now()")

    def session(self, phone):
        browser = sign_in(self.world, self.servers[0], phone)
        ask = self.pages(browser, "/vehicles")
        browser.get("/account")
        return ask, lambda: self.assertEqual(browser.post("/sign-out-everywhere", follow=False).status, 303)

    def vehicle(self, phone):
        browser, now = sign_in(self.world, self.servers[0], phone), {**CAR, "plate": f"沪D{phone[-5:]}"}
        register(self.world, [row(now, holder=phone)])
        browser.get("/vehicles/claim")
        path = browser.post("/vehicles/claim", follow=False, **now).header("location")
        return self.pages(browser, path), lambda: register(self.world, [row(CAR, holder=f"after-{phone}")])

    def test_what_is_ended_is_ended_everywhere_at_once(self):
        late, after, phones = 0, 0, iter(range(13900013001, 13900013100))
        for redis in (True, False):
            if not redis:
                self.world.kill_redis()
            for kind in (self.client, self.token, self.session, self.vehicle):
                with self.subTest(kind.__name__, redis=redis):
                    ask, end = kind(str(next(phones)))
                    readers = Readers(size(12, 100), ask)
                    readers.end_after(end, 1.5)
                    self.assertGreater(readers.let_in, 20)
                    after += len(readers.late)
                    late += sum(seconds > 1 for seconds in readers.late)
                    self.assertFalse(ask(0) or ask(1))
        self.world.start_stores()
        figure("A4", f"client, token, session, vehicle; with and without Redis; {size(12, 100)} readers", "0 let in after 1 s",
               f"{late} (after the end at all: {after})")
        self.assertEqual(late, 0)
