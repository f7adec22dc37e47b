"""Hostile values in every field, and what is shown of them: kept, refused or put aside, never harmful."""
import concurrent.futures
import html.parser
import itertools
import json
import time
import unittest
import urllib.parse

from hostile_values import all_of_them, some
from owner_test import Browser, register, row, sign_in
from world import FULL, World, credit_code, figure, repair, vin

KEPT_SOMEWHERE = ("1", "-2", "-30")  # stored, or refused, or kept in quarantine; never -98 or -99, the interface's 5xx
FILLERS = {"", "无", "無", "暂无", "未知", "N/A", "NA", "n/a", "null", "NULL", "none", "/", "\\", "-", "--", "---", "－", "—", "——",
           ".", "。"}


def values():
    return all_of_them() if FULL else list(some())


class Cells(html.parser.HTMLParser):
    """The text of every dd and td of a page, as a browser would have it."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.texts, self.open, self.elements = [], False, set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        if tag in ("dd", "td"):
            self.open = True
            self.texts.append("")

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("dd", "td")

    def handle_data(self, text):
        if self.open:
            self.texts[-1] += text


def kept(text, most):
    """What is stored of a text: at most so many characters, without the blanks around; nothing of a filler."""
    text = text.strip(" \t\r\n\u3000")
    return None if text in FILLERS else text[:most]


class Hostile(unittest.TestCase):
    """I1: every value in every field, and what is shown of it."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_WORKSHOP_BURST=10**8, CHEDANG_ADDRESS_BURST=10**8, CHEDANG_LOOKUP_BURST=10**8,
                          CHEDANG_LOOKUP_DAY=10**9, CHEDANG_REGISTER_DAY=10**6, CHEDANG_QUARANTINE_DAY=10**7,
                          CHEDANG_PASSWORD_HOUR=100000, CHEDANG_HASH_THREADS=2, CHEDANG_CODE_SENDS_ADDRESS=100000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=100000, CHEDANG_LEASE_MS=50, CHEDANG_POLL_MS=20, CHEDANG_LOG_LEVEL=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.workshop = cls.world.workshop(cls.server)
        cls.token = cls.server.token(cls.world.client())

    def each(self, what, work, jobs):
        """Every job is answered well, and the server is the same afterwards."""
        pid, before = self.server.process.pid, self.server.metric("answers_5xx")
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            wrong = [outcome for outcome in pool.map(work, jobs) if outcome is not None]
        broken = self.server.metric("answers_5xx") - before
        figure("I1", f"{what}: {len(jobs)} messages of {len(values())} values", "0 × 5xx, server alive",
               f"{broken} × 5xx, {len(wrong)} wrong")
        self.assertEqual((wrong[:5], broken, self.server.process.pid, self.server.process.poll()), ([], 0, pid, None))

    def test_every_field_of_an_upload(self):
        template = repair(self.workshop, vin(1), "h")
        fields = [("basicInfo", key) for key in template["basicInfo"]] + [
            ("vehiclepartslist", key) for key in template["vehiclepartslist"][0]] + [
            ("repairprojectlist", key) for key in template["repairprojectlist"][0]] + [
            ("", key) for key in ("access_token", "basicInfo", "vehiclepartslist", "repairprojectlist")]

        def work(job):
            (i, value), (place, key) = job
            message = repair(self.workshop, vin(i), f"h-{place}-{key}-{i}")
            target = message[place] if place == "basicInfo" else message[place][0] if place else message
            target[key] = value
            answer = self.server.v1("lcipprocarfixrecordadd", json.dumps(message))
            if answer.status != 200 or answer.json["code"] not in KEPT_SOMEWHERE + ("-1", "-20") * (key == "access_token"):
                return f"{job}: {answer.status} {answer.body!r}"

        jobs = list(itertools.product(enumerate(values()), fields))
        self.assertGreater(len(jobs), 1500)
        self.each("v1 record", work, jobs)

    def test_every_field_of_a_registration(self):
        """What is needed by itself; all else at once, since a password that is accepted takes its time to hash."""
        needed = ("companyname", "companypassword", "companyunifiedsocialcreditidentifier", "companyadministrativedivisioncode",
                  "companycategory")
        others = ("companyroadtransportationlicense", "companyaddress", "companypostalcode", "companyeconomiccategory",
                  "companylinkmanname", "companylinkmantel", "companysuperintendentname", "companysuperintendenttel",
                  "companybusinessscope", "roadtransportationlicensestartdate", "roadtransportationlicenseenddate",
                  "companyoperationstate", "companyemail")

        def work(job):
            i, field = job
            message = {"companyname": "敌意汽修", "companypassword": "geheim-123", "companycategory": "2",
                       "companyunifiedsocialcreditidentifier": credit_code("敌意汽修"),
                       "companyadministrativedivisioncode": "310115"}
            if field is None:
                message.update({name: hostile[(i + 7 * n) % len(hostile)] for n, name in enumerate(others)})
            else:
                message[field] = hostile[i]
            for _ in range(50):  # passwords wait in a bounded queue
                answer = self.server.v1("lcipproaccountcompany", json.dumps(message))
                if answer.status != 200 or answer.json["code"] != "-98":
                    break
                time.sleep(0.2)
            if answer.status != 200 or answer.json["code"] not in ("1", "-1", "-2", "-12"):
                return f"{field} {hostile[i]!r}: {answer.status} {answer.body!r}"

        hostile = values()
        self.world.workshop(self.server, "敌意汽修")  # known, so that nobody meets another who registers the same
        self.each("v1 registration", work, list(itertools.product(range(len(hostile)), (None, *needed))))

    def test_every_field_of_a_lookup_and_a_token(self):
        def lookup(job):
            field, value = job
            answer = self.server.lookup(self.token, **{"vin": vin(1), field: value})
            if answer.status not in (200, 400, 404):
                return f"{job}: {answer.status}"

        def token(job):
            name, value = job
            answer = self.server.v1("lcipprogetaccesstoken", json.dumps({"companycode": self.code, "companypassword": "", name: value}))
            if answer.status != 200 or answer.json["code"] not in ("-1", "-2", "-10", "-11"):
                return f"{job}: {answer.status} {answer.body!r}"

        self.each("look-up", lookup, list(itertools.product(("vin", "purpose", "reference", "surplus"), values())))
        self.each("v1 token", token, list(itertools.product(("companycode", "companypassword"), values())))

    def test_every_field_of_a_form(self):
        browsers = {"/sign-in": Browser(self.server), "/sign-in/code": Browser(self.server),
                    "/vehicles/claim": sign_in(self.world, self.server)}
        for browser in browsers.values():
            browser.get("/sign-in")
        browsers["/sign-in/code"].post("/sign-in", phone="13900050001", follow=False)
        browsers["/vehicles/claim"].get("/vehicles/claim")
        good = {"/sign-in": {"phone": "139"}, "/sign-in/code": {"code": "0"},
                "/vehicles/claim": {"vin": vin(3), "plate": "沪A00000", "engine_no": "E1", "registration_no": "1"}}

        def work(job):
            path, field, value = job
            text = value if isinstance(value, str) else json.dumps(value)
            fields = {"csrf": browsers[path].csrf, **good[path], field: text.encode("utf-8", "ignore").decode()}
            cookie = "; ".join(f"{k}={v}" for k, v in browsers[path].cookies.items())
            answer = self.server.ask("POST", path, urllib.parse.urlencode(fields), {
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
            if answer.status not in (200, 303, 403, 429):
                return f"{job}: {answer.status}"

        self.each("forms", work, [(path, field, value) for path in good for field in (*good[path], "csrf") for value in values()])
        for path in ("/vehicles/'", "/vehicles/%27%20OR%201=1", "/language/%3Cscript%3E", "/static/%3f", "/?'", "/sign-in?<x>"):
            self.assertLess(self.server.ask("GET", path).status, 500)

    def test_the_owners_page_shows_what_is_stored(self):
        """Each text in each field of a record that people read, on pages of some dozen records."""
        texts = [v for v in values() if isinstance(v, str)]
        browser, wrong, shown, elements = sign_in(self.world, self.server, "13900050002"), [], 0, set()
        for start in range(0, len(texts), 60):
            chunk, serial = texts[start:start + 60], 530000 + start
            facts = {"vin": vin(serial), "plate": "沪A53000", "engine_no": "E530000", "registration_no": f"310{start:09d}"}
            register(self.world, [row(facts)])
            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                stored = [text for text, code in zip(chunk, pool.map(lambda job: self.store(facts["vin"], *job),
                                                                     enumerate(chunk, start))) if code == "1"]
            browser.get("/vehicles/claim")
            path = browser.post("/vehicles/claim", follow=False, **facts).header("location")
            page = Cells(browser.get(path).body.decode())
            elements |= page.elements
            for text in stored:
                for most in (2000, 200):
                    expected = kept(text, most)
                    shown += 1
                    if expected is not None and expected not in page.texts:
                        wrong.append((most, text[:60]))
        figure("I1", f"{shown} texts on an owner's pages", "as they are stored", f"{len(wrong)} differ")
        self.assertEqual(wrong[:5], [])
        self.assertGreater(shown, len(texts))
        self.assertEqual(elements & {"script", "img", "iframe", "b", "style"}, set())

    def store(self, v, i, text):
        message = repair(self.workshop, v, f"shown-{i}", faultdescription=text)
        message["repairprojectlist"] = [{"repairproject": text, "workinghours": "1"}]
        message["vehiclepartslist"] = [{"partsname": text, "partsquantity": "1", "partscode": text}]
        return self.server.v1("lcipprocarfixrecordadd", json.dumps(message)).json["code"]


if __name__ == "__main__":
    unittest.main()
