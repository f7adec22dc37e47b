"""Hostile values in every field, bombs, injections, slow and vanishing clients: answered or dropped, never harmful."""
import concurrent.futures
import json
import pathlib
import random
import shutil
import socket
import subprocess
import time
import unittest

from owner_test import Browser
from world import V1, World, repair, vin

MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "{{7*7}}", "{{{t.key}}}",
          "${7*7}", "javascript:alert(1)", "<!--", "]]>", "&lt;", "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "\t=1"]
SQL = ["'", "''", "'; DROP TABLE repair; --", "' OR '1'='1", "\\'; --", "1; SELECT pg_sleep(5)", "$1", "\\x00", "%s%s%s%n",
       "') ON CONFLICT DO NOTHING; --", "NULL", "NaN", "Infinity", "-Infinity", "0x1F", "1e400", "9" * 40, "-0", "--1", "１２３"]
UNICODE = ["\u202e反转", "\u200b零宽", "\ufeff", "é" * 500, "👍" * 300, "\ud7ff", "\ue000", "ﷺ" * 50, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚", "\u0085", "\u2028", "ＡＢＣ", "Ⅷ", "\x7f", "\x01"]
SHAPES = [None, True, False, 0, -1, 1.5, 10 ** 18, [], {}, [[]], [None], {"a": {"b": []}}, "", " ", "\n", "无"]


def values():
    yield from MARKUP + SQL + UNICODE + SHAPES
    dice = random.Random(1)
    for _ in range(60):
        yield "".join(chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x4e00, 0x9fff), dice.randrange(0xa0, 0x2fff))))
                      for _ in range(dice.randrange(1, 80)))


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_WORKSHOP_BURST=1000000, CHEDANG_ADDRESS_BURST=1000000, CHEDANG_LOOKUP_BURST=1000000,
                          CHEDANG_REGISTER_DAY=100000, CHEDANG_QUARANTINE_DAY=1000000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.token = cls.server.token(cls.world.client())

    def each(self, work, jobs):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for outcome in pool.map(work, jobs):
                self.assertIsNone(outcome, outcome)

    def test_every_field_of_an_upload(self):
        template = repair(self.workshop, vin(1), "h")
        fields = [("basicInfo", key) for key in template["basicInfo"]] + [
            ("vehiclepartslist", key) for key in template["vehiclepartslist"][0]] + [
            ("repairprojectlist", key) for key in template["repairprojectlist"][0]] + [
            ("", key) for key in ("basicInfo", "vehiclepartslist", "repairprojectlist")]
        jobs = [(place, key, value, i) for i, value in enumerate(values()) for place, key in fields]
        self.assertGreater(len(jobs), 1500)

        def work(job):
            place, key, value, i = job
            message = repair(self.workshop, vin(i), f"h-{place}-{key}-{i}")
            target = message[place] if place == "basicInfo" else message[place][0] if place else message
            target[key] = value
            answer = self.server.v1("lcipprocarfixrecordadd", json.dumps(message))
            if answer.status != 200 or answer.json["code"] not in ("1", "-2", "-30"):
                return f"{job}: {answer.status} {answer.body!r}"

        self.each(work, jobs)

    def test_every_field_of_a_lookup_and_a_token(self):
        def lookup(job):
            field, value = job
            answer = self.server.lookup(self.token, **{"vin": vin(1), field: value})
            if answer.status not in (200, 400, 404):
                return f"{job}: {answer.status}"

        def token(value):
            for name in ("companycode", "companypassword"):
                answer = self.server.v1("lcipprogetaccesstoken", json.dumps({"companycode": "1", "companypassword": "1", name: value}))
                if answer.status != 200 or answer.json["code"] not in ("-1", "-2", "-10", "-11"):
                    return f"{value!r}: {answer.status} {answer.body!r}"

        self.each(lookup, [(field, value) for field in ("vin", "purpose", "reference", "surplus") for value in values()])
        self.each(token, list(values()))

    def test_forms_and_addresses(self):
        browser = Browser(self.server)
        for value in values():
            browser.get("/sign-in")
            text = value if isinstance(value, str) else json.dumps(value)
            text = text.encode("utf-8", "ignore").decode()
            self.assertIn(browser.post("/sign-in", phone=text, follow=False).status, (200, 303, 403))
        for path in ("/vehicles/'", "/vehicles/%27%20OR%201=1", "/language/%3Cscript%3E", "/static/%3f", "/?'", "/sign-in?<x>"):
            self.assertLess(self.server.ask("GET", path).status, 500)

    def test_bombs_leave_no_memory_behind(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status")
        resident = lambda: int(next(l.split()[1] for l in status.read_text().splitlines() if l.startswith("VmRSS")))
        bomb = '{"access_token":"' + self.workshop + '","x":' + "[" * 31 + "{}," * 19000 + "{}" + "]" * 31 + "}"
        for _ in range(5):
            self.server.v1("lcipprocarfixrecordadd", bomb)
        before = resident()
        for _ in range(60):
            begun = time.monotonic()
            self.assertEqual(self.server.v1("lcipprocarfixrecordadd", bomb).status, 200)
            self.assertLess(time.monotonic() - begun, 3)
        self.assertLess(resident() - before, 65536)  # KiB; the sanitizers keep what is freed for a while


class Vanishing(unittest.TestCase):
    def test_clients_that_leave_early_harm_nobody(self):
        with World(CHEDANG_WORKSHOP_BURST=1000000, CHEDANG_LOOKUP_BURST=1000000) as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            token = server.token(world.client())
            lookup = json.dumps({"vin": vin(1), "purpose": "other", "reference": "r"})
            request = (f"POST /v1/lookups HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
                       f"Content-Length: {len(lookup)}\r\n\r\n{lookup}").encode()
            body = json.dumps(repair(workshop, vin(2), "vanish"), ensure_ascii=False).encode()
            upload = f"POST {V1}lcipprocarfixrecordadd/query HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            for i in range(1500):
                s = socket.create_connection(("127.0.0.1", server.port))
                s.sendall((request, upload)[i % 2])
                if i % 3 == 0:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset instead of a goodbye
                s.close()
            time.sleep(1)
            self.assertEqual(server.lookup(token, vin(2)).json["record_count"], 1)  # it was stored all the same
            self.assertEqual(server.inside("/readyz").status, 200)

    @unittest.skipUnless(shutil.which("slowhttptest"), "slowhttptest is not installed")
    def test_slow_clients_are_let_go_and_others_served(self):
        with World() as world:
            server = world.server(CHEDANG_REQUEST_SECONDS=4, CHEDANG_SEND_MS=3000).start()
            for mode in (["-H"], ["-B"]):
                slow = subprocess.Popen(["slowhttptest", *mode, "-c", "300", "-r", "300", "-i", "2", "-l", "7", "-p", "2",
                                         "-u", f"{server.url}/oauth/token"], stdout=subprocess.PIPE, text=True)
                time.sleep(3)
                begun = time.monotonic()
                self.assertEqual(server.ask("GET", "/nothing").status, 404)
                self.assertLess(time.monotonic() - begun, 2)
                slow.communicate(timeout=30)
            time.sleep(5)
            self.assertLess(connections(server), 20)


class Memory(unittest.TestCase):
    def test_many_connections_take_little_and_the_rest_wait(self):
        with World(CHEDANG_CONNECTIONS=200, CHEDANG_CONNECTIONS_ADDRESS=60000) as world:
            server = world.server().start()
            status = pathlib.Path(f"/proc/{server.process.pid}/status")
            resident = lambda: int(next(l.split()[1] for l in status.read_text().splitlines() if l.startswith("VmRSS")))
            before = resident()
            held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(800)]
            time.sleep(0.5)
            self.assertLessEqual(connections(server), 2 * 200 + 5)
            self.assertLess(resident() - before, 65536)
            for s in held:
                s.close()
            time.sleep(0.5)
            self.assertEqual(server.ask("GET", "/nothing").status, 404)


def connections(server):
    """Sockets that the server holds: its own for stores and loops are about forty."""
    return sum(1 for fd in pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()
               if str(fd.readlink()).startswith("socket:")) - 40
