"""Q2: a flood of resets against the sanitised build, whose stores answer later than most of its clients live."""
import json
import pathlib
import subprocess
import time
import unittest

from owner_test import CAR, register, row, sign_in
from world import ROOT, V1, World, figure, repair, size, vin


def resident(server):
    """KiB."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def raw(method, path, body="", **headers):
    body = body.encode()
    head = [f"{method} {path} HTTP/1.1", "Host: x", *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items())]
    if body:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Resets(unittest.TestCase):
    def requests(self, world, server):
        """Each kind of flow: look-ups that hit and that miss, uploads, pages, a claim, tokens, and none of them."""
        register(world, [row(CAR)])
        code, workshop = world.workshop(server)
        client = world.client()
        bearer, session = f"Bearer {server.token(client)}", sign_in(world, server)
        session.get("/vehicles/claim")
        path = session.post("/vehicles/claim", follow=False, **CAR).header("location")
        cookie = f"__Host-session={session.cookies['__Host-session']}"
        for v in (CAR["vin"], vin(1), vin(2), vin(3)):
            yield raw("POST", "/v1/lookups", json.dumps({"vin": v, "purpose": "other", "reference": "r"}),
                      Authorization=bearer, Content_Type="application/json")
        for i in range(2):
            message = repair(workshop, (CAR["vin"], vin(1))[i], f"flood-{i}")
            yield raw("POST", f"{V1}lcipprocarfixrecordadd/query", json.dumps(message))
        for page in ("/vehicles", "/vehicles", path, "/account", "/account", "/vehicles/claim"):
            yield raw("GET", page, Cookie=cookie)
        form = "application/x-www-form-urlencoded"
        yield raw("POST", "/vehicles/claim", f"csrf={session.csrf}&vin={vin(9)}&plate=A&engine_no=1&registration_no=2",
                  Cookie=cookie, Content_Type=form)
        yield raw("POST", "/oauth/token", f"grant_type=client_credentials&client_id={client['client_id']}"
                  f"&client_secret={client['client_secret']}", Content_Type=form)
        yield raw("POST", f"{V1}lcipprogetaccesstoken/query",
                  json.dumps({"companycode": code, "companypassword": "geheim-123"}))
        for path in ("/sign-in", "/nothing", "/static/style.css"):
            yield raw("GET", path)
            yield raw("GET", path)

    def flood(self, server, resets, seconds, files):
        out = subprocess.run([self.client, str(server.port), str(resets), str(seconds), *files], check=True,
                             capture_output=True, text=True, timeout=seconds + 60).stdout
        return {k: int(v) for k, v in (word.split("=") for word in out.split())}

    def wait_for_quiet(self, server):
        """Until what the flood left in queues is done."""
        until, last = time.monotonic() + 60, -1
        while (now := server.metric("requests")) > last + 2 and time.monotonic() < until:  # /metrics is a request
            last = now
            time.sleep(1)

    def test_requests_whose_connections_are_reset(self):
        with World(CHEDANG_LOOKUP_BURST=10**8, CHEDANG_LOOKUP_DAY=10**9, CHEDANG_WORKSHOP_BURST=10**8,
                   CHEDANG_ADDRESS_BURST=10**8, CHEDANG_LOG_LEVEL=1, CHEDANG_PASSWORD_HOUR=100000,
                   ASAN_OPTIONS="exitcode=99:quarantine_size_mb=32") as world:
            server = world.server().start()
            self.client = world.folder / "reset_flood"
            subprocess.run(["cc", "-std=c11", "-O2", "-o", self.client, ROOT / "tests/figures/reset_flood.c"], check=True)
            files = []
            for i, request in enumerate(self.requests(world, server)):
                files.append(world.folder / f"request-{i}")
                files[-1].write_bytes(request)
            self.flood(server, size(1000, 30000), 60, files)
            self.wait_for_quiet(server)
            pid, before = server.process.pid, resident(server)
            begun = server.metric("requests")
            did = self.flood(server, size(20000, 1000000), size(60, 1200), files)
            self.wait_for_quiet(server)
            begun = server.metric("requests") - begun
            grown = resident(server) - before
            figure("Q2", f"{did['resets']} resets, {begun} requests begun, none read to its end; {did['seconds']} s",
                   "0 reports, RSS back within 64 MiB", f"RSS {grown / 1024:+.0f} MiB")
            self.assertGreaterEqual(did["resets"], size(1000, 1000000))
            self.assertGreater(begun, did["resets"] // 2)  # else they were gone before they had come
            self.assertEqual((server.process.poll(), server.process.pid), (None, pid))
            self.assertEqual(server.inside("/readyz").status, 200)
            self.assertLess(grown, 65536)
