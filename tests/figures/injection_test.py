"""I5: sqlmap over every message that reaches a statement, and a quote in every field."""
import json
import re
import shutil
import subprocess
import unittest
import urllib.parse

from owner_test import Browser, sign_in
from world import V1, World, figure, repair, size, vin

SECONDS = 45  # for one message


class Injection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=10**8, CHEDANG_LOOKUP_DAY=10**9, CHEDANG_WORKSHOP_BURST=10**8,
                          CHEDANG_ADDRESS_BURST=10**8, CHEDANG_PASSWORD_HOUR=100000, CHEDANG_REGISTER_DAY=10**6,
                          CHEDANG_QUARANTINE_DAY=10**7, CHEDANG_CODE_SENDS_ADDRESS=100000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=100000, CHEDANG_LOG_LEVEL=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.workshop = cls.world.workshop(cls.server)
        cls.client = cls.world.client()
        cls.token = cls.server.token(cls.client)

    def messages(self):
        """Name, path, header fields, and the body as the object or the form that it is."""
        bearer = {"Authorization": f"Bearer {self.token}"}
        yield "look-up", "/v1/lookups", bearer, {"vin": vin(1), "purpose": "other", "reference": "r"}
        yield "v1 token", f"{V1}lcipprogetaccesstoken/query", {}, {"companycode": self.code, "companypassword": "wrong-1"}
        record = repair(self.workshop, vin(1), "sqlmap")
        yield "v1 record", f"{V1}lcipprocarfixrecordadd/query", {}, record
        yield "v1 register", f"{V1}lcipproaccountcompany/query", {}, {
            "companyname": "注入汽修", "companypassword": "short", "companyunifiedsocialcreditidentifier": "91310115MA1H7A1B2C",
            "companyadministrativedivisioncode": "310115", "companycategory": "2"}
        yield "token", "/oauth/token", {}, urllib.parse.urlencode(
            {"grant_type": "client_credentials", "client_id": self.client["client_id"], "client_secret": "wrong"})
        browser = Browser(self.server)
        browser.get("/sign-in")
        cookies = lambda b: {"Cookie": "; ".join(f"{k}={v}" for k, v in b.cookies.items())}
        yield "sign-in", "/sign-in", cookies(browser), urllib.parse.urlencode({"csrf": browser.csrf, "phone": "13900040001"})
        browser.post("/sign-in", phone="13900040002")
        yield "code", "/sign-in/code", cookies(browser), urllib.parse.urlencode({"csrf": browser.csrf, "code": "000000"})
        owner = sign_in(self.world, self.server, "13900040003")
        owner.get("/vehicles/claim")
        yield "claim", "/vehicles/claim", cookies(owner), urllib.parse.urlencode(
            {"csrf": owner.csrf, "vin": vin(2), "plate": "沪A00001", "engine_no": "E1", "registration_no": "310000000001"})

    def sqlmap(self, path, headers, body):
        form = isinstance(body, str)
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        text = body if form else json.dumps(body)
        file = self.world.folder / "request"
        lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", f"Content-Type: {kind}",
                 *(f"{k}: {v}" for k, v in headers.items()), "", text]
        file.write_text("\r\n".join(lines))
        before = self.server.metric("requests")
        try:
            out = subprocess.run(
                ["sqlmap", "-r", file, "--batch", "--level", "3", "--risk", "2", "--dbms", "postgresql", "--threads", "4",
                 "--time-sec", "2", "--skip", "csrf", "--skip-heuristics", "--disable-coloring", "--flush-session", "--answers",
                 "redirect=n", "--ignore-stdin", "--ignore-code", "401", "--output-dir", self.world.folder / "sqlmap"],
                capture_output=True, text=True, timeout=size(20, SECONDS)).stdout
        except subprocess.TimeoutExpired as ended:
            out = (ended.stdout or b"").decode()
        found = re.findall(r"^Parameter: .*$|is vulnerable|identified the following injection", out, re.MULTILINE)
        return self.server.metric("requests") - before, found, out

    @unittest.skipUnless(shutil.which("sqlmap"), "sqlmap is not installed")
    def test_sqlmap_finds_nothing(self):
        asked, findings, before = 0, [], self.server.metric("answers_5xx")
        for name, path, headers, body in self.messages():
            requests, found, out = self.sqlmap(path, headers, body)
            self.assertGreater(requests, 50, f"{name}: {out[-2000:]}")
            asked += requests
            findings += [f"{name}: {f}" for f in found]
        broken = self.server.metric("answers_5xx") - before
        figure("I5", f"sqlmap --level 3 --risk 2 over 8 messages, {asked} requests", "0 findings, 0 × 5xx",
               f"{len(findings)} findings, {broken} × 5xx")
        self.assertEqual((findings, broken), ([], 0))

    def quoted(self, body):
        """The body once for each of its fields, with a quote in that."""
        if isinstance(body, str):
            fields = urllib.parse.parse_qsl(body)
            for i, (name, value) in enumerate(fields):
                if name != "csrf":
                    yield urllib.parse.urlencode(fields[:i] + [(name, f"{value}'")] + fields[i + 1:])
            return
        for name, value in body.items():
            if isinstance(value, dict):
                yield from ({**body, name: inner} for inner in self.quoted(value))
            elif isinstance(value, list):
                yield from ({**body, name: [inner]} for inner in self.quoted(value[0]))
            else:
                yield {**body, name: f"{value}'"}

    def test_a_quote_in_every_field(self):
        asked, before, failures = 0, self.server.metric("db_failures"), self.server.metric("answers_5xx")
        for name, path, headers, body in self.messages():
            for quoted in self.quoted(body):
                kind = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/json"
                text = quoted if isinstance(body, str) else json.dumps(quoted)
                answer = self.server.ask("POST", path, text, {**headers, "Content-Type": kind})
                self.assertLess(answer.status, 500, f"{name}: {text}")
                asked += 1
        failed = self.server.metric("db_failures") - before
        figure("I5", f"a quote in each of {asked} fields", "0 × 5xx, 0 failed statements",
               f"{self.server.metric('answers_5xx') - failures} × 5xx, {failed} failed")
        self.assertGreater(asked, 30)
        self.assertEqual(failed, 0)
