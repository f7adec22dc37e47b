"""Starting, being asked how one does, and stopping."""
import datetime
import json
import os
import secrets
import socket
import threading
import time
import unittest

from access_test import routes
from world import CHEDANG, World, free_port


# What everybody may keep; the lists of certificates are asked for again each time.
PUBLIC = {
    "/.well-known/oauth-authorization-server": "public, max-age=3600",
    "/.well-known/jwks.json": "public, max-age=3600",
    "/.well-known/security.txt": "public, max-age=3600",
    "/openapi.json": "public, max-age=3600",
    "/.well-known/chedang-certificate-keys.json": "public, no-cache",
    "/.well-known/did.json": "public, no-cache",
    "/credentials/maintenance/v1": "public, no-cache",
}


class Operate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()

    def test_inside_it_says_how_it_does(self):
        self.assertEqual(self.server.inside("/healthz").status, 200)
        self.assertEqual(self.server.inside("/readyz").status, 200)
        metrics = self.server.inside("/metrics").body.decode()
        self.assertIn("# TYPE chedang_requests_total counter", metrics)
        self.assertGreater(self.server.metric("polls"), 0)

    def test_it_is_ready_when_all_loops_are(self):
        """It was when the first one was: what came to another in the first moments waited, and some for too long."""
        self.addCleanup(self.connections, -1)
        time.sleep(0.5)  # what a server that stopped just now had is gone
        allowed = int(self.world.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'chedang_serve'")[0][0]) + 2
        self.connections(allowed)
        server = self.world.server(CHEDANG_THREADS=8, CHEDANG_DB_CONNECTIONS=4, CHEDANG_SPOOL=str(self.world.folder / "spool-of-eight")).start(wait=False)
        self.addCleanup(server.stop)
        ends = time.monotonic() + 40
        while not self.begun(server):  # two more at a time, so that never all begin at once
            self.assertLess(time.monotonic(), ends, server.log())
            time.sleep(1)
            allowed += 2
            self.connections(allowed)
        with self.assertRaisesRegex(AssertionError, "the server is not ready"):
            server.wait_ready(1)
        self.assertLess(self.begun(server), 8)
        self.connections(-1)
        server.wait_ready()
        self.assertEqual(self.begun(server), 8)

    def connections(self, allowed):
        self.world.sql(f"ALTER ROLE chedang_serve CONNECTION LIMIT {allowed}", role="chedang_admin")

    @staticmethod
    def begun(server):
        """Loops that have reached PostgreSQL; none while the server does not listen yet."""
        try:
            return server.metric("loops_begun", suffix="")
        except OSError:
            return 0

    def test_outside_it_does_not(self):
        for path in ("/healthz", "/readyz", "/metrics"):
            self.assertEqual(self.server.ask("GET", path).status, 404)

    def test_inside_there_is_nothing_else(self):
        self.assertEqual(self.server.inside("/oauth/token").status, 404)

    def test_unknown_paths_and_methods_are_told_apart(self):
        answer = self.server.ask("GET", "/nothing")
        self.assertEqual((answer.status, answer.json["code"]), (404, "path_unknown"))
        answer = self.server.ask("GET", "/v1/lookups")
        self.assertEqual((answer.status, answer.json["code"]), (405, "method_not_allowed"))
        self.assertEqual(answer.header("allow"), "POST")
        self.assertEqual(answer.header("content-type"), "application/problem+json")

    def test_every_answer_is_guarded(self):
        """S9: on every route there is, and where there is none."""
        for method, pattern in sorted(routes() | {("GET", "/nothing"), ("DELETE", "/account"), ("GET", "/a%2fb")}):
            answer = self.server.ask(method, pattern.lstrip("*").replace(":", ""))
            csp = answer.header("content-security-policy")
            self.assertIn("default-src 'none'", csp)
            self.assertIn("frame-ancestors 'none'", csp)
            self.assertNotIn("unsafe", csp)
            self.assertEqual(answer.header("x-content-type-options"), "nosniff")
            self.assertIn("max-age=31536000", answer.header("strict-transport-security"))
            self.assertEqual(answer.header("x-frame-options"), "DENY")
            self.assertEqual(answer.header("referrer-policy"), "no-referrer" if pattern.startswith("/s/") else "same-origin")
            with self.subTest(pattern):
                self.assertEqual(answer.header("cache-control"), PUBLIC.get(pattern, "no-store"))
            self.assertRegex(answer.header("correlation-id"), "^[0-9a-f]{16}$")
            self.assertIsNone(answer.header("server"))
            self.assertIsNotNone(answer.header("content-length"))

    def test_a_head_request_gets_no_body(self):
        answer = self.server.raw(b"HEAD /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        head, _, body = answer.partition(b"\r\n\r\n")
        self.assertTrue(head.startswith(b"HTTP/1.1 200"))
        self.assertEqual(body, b"")

    def test_a_wrong_setting_stops_the_start_with_a_sentence(self):
        for name, value, word in (("CHEDANG_LEASE_MS", "soon", "CHEDANG_LEASE_MS"),
                                  ("CHEDANG_LEASE_MS", "60", "CHEDANG_POLL_MS"),
                                  ("CHEDANG_THREADS", "65", "from 0 to 64"),
                                  ("CHEDANG_KEYS", "/nowhere", "key file"),
                                  ("CHEDANG_KEYS", "", "CHEDANG_KEYS"),
                                  ("CHEDANG_HOME", "/nowhere", "CHEDANG_HOME"),
                                  ("CHEDANG_PG", "", "CHEDANG_PG"),
                                  ("CHEDANG_PG", "somewhere", "CHEDANG_PG"),
                                  ("CHEDANG_URL", "chedang.example", "CHEDANG_URL"),
                                  ("CHEDANG_SECURITY_CONTACT", "security@chedang.example", "CHEDANG_SECURITY_CONTACT"),
                                  ("CHEDANG_SECURITY_CONTACT", "mailto:a@b.example\nContact: mailto:other@b.example", "CHEDANG_SECURITY_CONTACT"),
                                  ("CHEDANG_TLS_KEY", "/nowhere", "CHEDANG_TLS_CERTIFICATE"),
                                  ("CHEDANG_TRUSTED_PROXY", "proxy", "CHEDANG_TRUSTED_PROXY"),
                                  ("CHEDANG_REDIS_PASSWORD_FILE", "/nowhere", "CHEDANG_REDIS_PASSWORD_FILE"),
                                  ("CHEDANG_SPOOL", "/dev/null", "spool"),
                                  ("CHEDANG_OUTBOX", "/nowhere/outbox", "CHEDANG_OUTBOX"),
                                  ("CHEDANG_SMS_URL", "sms.example", "CHEDANG_SMS_URL"),
                                  ("CHEDANG_SMS_TOKEN_FILE", "/", "CHEDANG_SMS_TOKEN_FILE"),
                                  ("CHEDANG_LISTEN", "127.0.0.1:80x", "no address and port"),
                                  ("CHEDANG_LISTEN", "127.0.0.1:65536", "no address and port"),
                                  ("CHEDANG_LISTEN", "127.0.0.1:", "no address and port"),
                                  ("CHEDANG_INTERNAL", "unix:", "no address and port")):
            server = self.world.server(**{name: value}).start(wait=False)
            self.assertEqual(server.process.wait(10), 1)
            self.assertIn(word, server.log())

    def test_who_finds_a_weakness_is_told_whom_to_tell(self):
        answer = self.server.ask("GET", "/.well-known/security.txt")
        self.assertEqual(answer.header("content-type"), "text/plain; charset=utf-8")
        said = dict(line.split(": ", 1) for line in answer.body.decode().splitlines())
        self.assertEqual(said["Contact"], "mailto:security@chedang.example")
        self.assertEqual(said["Canonical"], f"{self.server.url}/.well-known/security.txt")
        ends = datetime.datetime.fromisoformat(said["Expires"].replace("Z", "+00:00")) - datetime.datetime.now(datetime.timezone.utc)
        self.assertGreater(ends.days, 150)
        self.assertLess(ends.days, 365)

    def test_where_nobody_is_named_there_is_no_security_txt(self):
        server = self.world.server(CHEDANG_SECURITY_CONTACT="", CHEDANG_SPOOL=str(self.world.folder / "spool-unnamed")).start()
        self.addCleanup(server.stop)
        self.assertEqual(server.ask("GET", "/.well-known/security.txt").status, 404)

    def test_a_call_is_found_in_the_log_by_the_trace_of_whoever_made_it(self):
        trace = secrets.token_hex(16)
        for field in (f"00-{trace}-{secrets.token_hex(8)}-01", f"00-LSVAA4182E2123456{trace[17:]}-{secrets.token_hex(8)}-01"):
            self.server.ask("GET", "/openapi.json", headers={"traceparent": field})
        lines = [json.loads(line) for line in self.server.log().splitlines() if '"trace"' in line]
        self.assertEqual([line["trace"] for line in lines], [trace])
        self.assertRegex(lines[0]["id"], "^[0-9a-f]{16}$")

    def test_a_key_file_that_others_can_read_stops_the_start(self):
        path = self.world.folder / "loose-keys"
        self.world.command("keys", "new", str(path))
        path.chmod(0o640)
        server = self.world.server(CHEDANG_KEYS=path).start(wait=False)
        self.assertEqual(server.process.wait(10), 1)
        self.assertIn("may be read by others", server.log())

    def test_a_busy_port_stops_the_start(self):
        server = self.world.server(CHEDANG_LISTEN=f"127.0.0.1:{self.server.port}").start(wait=False)
        self.assertEqual(server.process.wait(10), 1)
        self.assertIn("cannot be listened at", server.log())

    def test_a_file_in_the_place_of_the_internal_socket_stays(self):
        path = self.world.folder / "somebody's.conf"
        path.write_text("important")
        server = self.world.server(CHEDANG_INTERNAL=f"unix:{path}").start(wait=False)
        self.assertEqual(server.process.wait(10), 1)
        self.assertIn("Address already in use", server.log())
        self.assertEqual(path.read_text(), "important")

    def test_an_internal_socket_in_use_stays_and_one_left_behind_is_replaced(self):
        server = self.world.server(CHEDANG_INTERNAL=f"unix:{self.server.internal}").start(wait=False)
        self.assertEqual(server.process.wait(10), 1)
        self.assertIn("Address already in use", server.log())
        self.assertEqual(self.server.inside("/healthz").status, 200)
        server = self.world.server().start()
        server.kill()
        server.start().stop()

    def test_a_database_that_cannot_be_reached_is_told_with_the_reason(self):
        server = self.world.server(CHEDANG_PG="host=/nowhere dbname=chedang").start(wait=False)
        self.addCleanup(server.stop)
        until = time.monotonic() + 10
        while "db_lost" not in server.log() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertRegex(server.log(), r'"event":"db_lost","why":".*/nowhere.*No such file')

    def test_each_command_explains_itself(self):
        for command in ("serve", "settings", "keys", "keys new", "client", "registry", "demo", "import", "migrate-check",
                        "version"):
            result = self.world.command(*command.split(), "--help")
            self.assertIn("usage: chedang " + command, result.stdout.lower())
        self.assertIn("CHEDANG_LISTEN", self.world.command("settings").stdout)
        self.assertRegex(self.world.command("version").stdout, r"^chedang \d+\.\d+\.\d+")
        for mistake in ("nonsense", "serve 1", "settings 1", "keys", "keys new", "keys new -x", "version 1"):
            result = self.world.command(*mistake.split(), check=False)
            self.assertEqual((result.returncode, result.stdout), (2, ""), mistake)
            self.assertIn("chedang", result.stderr)

    def test_help_on_making_keys_makes_none(self):
        """It once made a key file of the name --help."""
        self.world.command("keys", "new", "--help", cwd=self.world.folder)
        self.assertFalse((self.world.folder / "--help").exists())

    def test_the_schema_is_the_one_it_was_built_for(self):
        self.assertEqual(self.world.command("migrate-check").returncode, 0)


class Stop(unittest.TestCase):
    def test_a_request_that_was_accepted_is_answered(self):
        with World() as world:
            server = world.server().start()
            _, token = world.workshop(server)
            outcomes = []

            def upload():
                # The lease keeps this request under way for 150 ms, while the server is told to stop.
                outcomes.append(server.v1("lcipprocarfixrecordadd", "{\"access_token\":\"" + token + "\"}").json)

            thread = threading.Thread(target=upload)
            thread.start()
            time.sleep(0.05)
            server.stop()
            thread.join()
            self.assertEqual(server.process.returncode, 0)
            self.assertEqual(outcomes[0]["code"], "-30")

    def test_idle_connections_do_not_hold_it_up(self):
        with World() as world:
            server = world.server().start()
            idle = socket.create_connection(("127.0.0.1", server.port))
            idle.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(idle.recv(100).startswith(b"HTTP/1.1 404"))
            begun = time.monotonic()
            server.stop()
            self.assertLess(time.monotonic() - begun, 15)  # they could hold it up for 30
            idle.close()

    def test_a_restart_under_load_loses_no_request(self):
        """The listening socket is handed over as systemd does it, so connections wait instead of being refused."""
        with World() as world:
            listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
            port = listening.getsockname()[1]
            first, second = start_on(world, listening), None
            failures, answered, stop = [], [0], threading.Event()

            def load():
                while not stop.is_set():
                    try:
                        answer = first.ask("GET", "/nothing")
                        answered[0] += answer.status == 404
                    except OSError as error:
                        failures.append(error)

            first.port = port
            threads = [threading.Thread(target=load) for _ in range(4)]
            for thread in threads:
                thread.start()
            time.sleep(0.5)
            second = start_on(world, listening)
            time.sleep(0.5)
            first.stop()
            time.sleep(0.5)
            stop.set()
            for thread in threads:
                thread.join()
            listening.close()
            self.assertEqual(failures, [])
            self.assertGreater(answered[0], 50)
            self.assertIsNotNone(second)


def start_on(world, listening):
    """A server with an inherited socket: the shell puts its own process number where systemd would."""
    import subprocess
    server = world.server()
    fd = listening.fileno()
    script = f'exec 3<&{fd}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" serve'
    with open(server.log_path, "ab") as log:
        server.process = subprocess.Popen(["bash", "-c", script, str(CHEDANG)], env=server.environment(), stdout=log,
                                          stderr=log, stdin=subprocess.DEVNULL, pass_fds=[fd], start_new_session=True)
    server.wait_ready()
    return server
