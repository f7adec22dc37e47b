"""Who may do what: every route with every role, revocation under load, and no oracle for guessers."""
import re
import statistics
import threading
import time
import unittest

from owner_test import CAR, Browser, register, row, sign_in
from world import ROOT, World, repair, vin

OPEN, SIGNED_OUT, TOKEN, CODE, GONE = "open", "signed out", "token", "code", "gone"

# What somebody without any account, an owner, and a platform gets. A route that is not here fails the test.
ORACLE = {
    ("GET", "/healthz"): (GONE, GONE, GONE),
    ("GET", "/readyz"): (GONE, GONE, GONE),
    ("GET", "/metrics"): (GONE, GONE, GONE),
    ("GET", "/"): (OPEN, OPEN, OPEN),
    ("GET", "/language/:lang"): (303, 303, 303),
    ("GET", "/static/:name"): (GONE, GONE, GONE),  # of a name that is not there
    ("GET", "/sign-in"): (OPEN, 303, OPEN),
    ("POST", "/sign-in"): (403, 403, 403),  # without our form
    ("GET", "/sign-in/code"): (303, 303, 303),
    ("POST", "/sign-in/code"): (403, 403, 403),
    ("POST", "/sign-out"): (SIGNED_OUT, 403, SIGNED_OUT),
    ("POST", "/sign-out-everywhere"): (SIGNED_OUT, 403, SIGNED_OUT),
    ("GET", "/account"): (SIGNED_OUT, OPEN, SIGNED_OUT),
    ("GET", "/vehicles"): (SIGNED_OUT, OPEN, SIGNED_OUT),
    ("GET", "/vehicles/claim"): (SIGNED_OUT, OPEN, SIGNED_OUT),
    ("POST", "/vehicles/claim"): (SIGNED_OUT, 403, SIGNED_OUT),
    ("GET", "/vehicles/:handle"): (SIGNED_OUT, GONE, SIGNED_OUT),
    ("GET", "/.well-known/oauth-authorization-server"): (OPEN, OPEN, OPEN),
    ("POST", "/oauth/token"): (415, 415, 415),
    ("POST", "/v1/lookups"): (TOKEN, TOKEN, 400),
    ("POST", "*/restservices/lcipprodatarest/lcipproaccountcompany/query"): (CODE, CODE, CODE),
    ("POST", "*/restservices/lcipprodatarest/lcipprogetaccesstoken/query"): (CODE, CODE, CODE),
    ("POST", "*/restservices/lcipprodatarest/lcipprocarfixrecordadd/query"): (CODE, CODE, CODE),
}


def routes():
    text = (ROOT / "server/routes.c").read_text()
    return set(re.findall(r'\{"([A-Z]+)",\s+"([^"]+)"', text))


class Access(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=100000, CHEDANG_ADDRESS_BURST=1000000, CHEDANG_LOOKUP_BURST=1000000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        register(cls.world, [row(CAR)])
        cls.token = cls.server.token(cls.world.client())

    def test_each_route_decides_as_the_table_says(self):
        self.assertEqual(routes(), set(ORACLE))
        owner = sign_in(self.world, self.server, "13900010001")
        for (method, pattern), expected in ORACLE.items():
            path = pattern.lstrip("*").replace(":lang", "en").replace(":name", "nothing.css").replace(":handle", "0" * 32)
            body = "{}" if method == "POST" else None
            for role, want in zip(("nobody", "owner", "platform"), expected):
                headers = {"Content-Type": "application/json"} if body else {}
                if role == "owner":
                    headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in owner.cookies.items())
                if role == "platform":
                    headers["Authorization"] = f"Bearer {self.token}"
                answer = self.server.ask(method, path, body, headers)
                with self.subTest(f"{role} {method} {pattern}"):
                    if want == SIGNED_OUT:
                        self.assertEqual((answer.status, answer.header("location")), (303, "/sign-in?needed"))
                    elif want == CODE:
                        self.assertEqual(answer.status, 200)
                        self.assertNotEqual(answer.json["code"], "1")
                    else:
                        self.assertEqual(answer.status, {OPEN: 200, TOKEN: 401, GONE: 404}.get(want, want))

    def test_what_is_revoked_is_revoked_everywhere_within_a_second(self):
        other = self.world.server().start()
        client = self.world.client("Under load")
        tokens = [self.server.token(client) for _ in range(4)]
        revoked_at, late, stop = [None], [], threading.Event()

        def read(server, token):
            while not stop.is_set():
                sent = time.monotonic()
                status = server.lookup(token, vin(1)).status
                if status != 401 and revoked_at[0] is not None and sent > revoked_at[0]:
                    late.append(sent - revoked_at[0])

        threads = [threading.Thread(target=read, args=(server, token)) for token in tokens for server in (self.server, other)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        self.world.command("client", "revoke", client["client_id"])
        revoked_at[0] = time.monotonic()
        time.sleep(1.5)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual([delay for delay in late if delay > 1.0], [])
        self.assertEqual(self.server.lookup(tokens[0], vin(1)).status, 401)

    def test_a_refused_claim_takes_as_long_whatever_the_reason(self):
        """Interleaved, so that what else the machine does falls on all four alike; medians and a two-sample test."""
        holder = sign_in(self.world, self.server, "13900010011")
        holder.get("/vehicles/claim")
        self.assertEqual(holder.post("/vehicles/claim", follow=False, **CAR).status, 303)
        guesser = sign_in(self.world, self.server, "13900010012")
        guesser.get("/vehicles/claim")
        causes = {"plate": {**CAR, "plate": "沪A00000"}, "engine": {**CAR, "engine_no": "WRONG00001"},
                  "certificate": {**CAR, "registration_no": "999999999999"}, "unknown": {**CAR, "vin": vin(500777)}}
        times = {name: [] for name in causes}
        csrf = guesser.csrf
        for _ in range(200):
            for name, facts in causes.items():
                begun = time.perf_counter()
                answer = guesser.ask("POST", "/vehicles/claim", {"csrf": csrf, **facts}, follow=False)
                times[name].append(time.perf_counter() - begun)
                self.assertEqual(answer.status, 200)
        medians = {name: statistics.median(values) for name, values in times.items()}
        middle = statistics.median(medians.values())
        for name, value in medians.items():
            self.assertLess(abs(value - middle) / middle, 0.15, medians)
        for name in ("plate", "engine", "certificate"):
            self.assertLess(distance(times[name], times["unknown"]), 0.20, name)


def distance(a, b):
    """Kolmogorov and Smirnov's: 0.146 would be the limit for 250 samples at p = 0.01; some room for the machine."""
    a, b = sorted(a), sorted(b)
    points = sorted(a + b)
    rank = lambda values, x: sum(v <= x for v in values) / len(values)
    return max(abs(rank(a, x) - rank(b, x)) for x in points[::7])
