"""Bombs, slow and vanishing clients: answered or dropped, never harmful. They measure time and memory."""
import json
import pathlib
import shutil
import socket
import subprocess
import time
import unittest

from world import V1, World, repair, vin


class Bombs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_WORKSHOP_BURST=10**8, CHEDANG_LOG_LEVEL=1)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)

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

    def test_a_reader_that_takes_an_answer_in_drops_is_let_go(self):
        with World(CHEDANG_TAKE_SECONDS=2, CHEDANG_SEND_MS=60000, CHEDANG_ADDRESS_BURST=10**8) as world:
            server = world.server().start()
            answers, got = 500, b""
            with socket.socket() as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
                s.connect(("127.0.0.1", server.port))
                s.sendall(b"GET /static/style.css HTTP/1.1\r\nHost: x\r\n\r\n" * answers)
                for _ in range(30):
                    time.sleep(0.2)
                    got += s.recv(30)
                s.settimeout(5)
                try:
                    while more := s.recv(65536):
                        got += more
                except ConnectionResetError:
                    pass
            self.assertGreater(len(got), 900)
            self.assertLess(got.count(b"HTTP/1.1 200"), answers)

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
