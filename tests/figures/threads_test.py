"""Q1: threads under ThreadSanitizer, and start and stop under valgrind."""
import random
import shutil
import subprocess
import threading
import time
import unittest

from owner_test import CAR, register, row, sign_in
from world import CHEDANG, World, figure, repair, size, vin


class Threads(unittest.TestCase):
    def test_loops_and_threads_beside_each_other(self):
        """Look-ups, uploads, pages, passwords and the drains at once, with stores that go away, and a stop under load."""
        seconds = size(5, 60)
        with World(CHEDANG_LOOKUP_BURST=10**8, CHEDANG_WORKSHOP_BURST=10**8, CHEDANG_ADDRESS_BURST=10**8,
                   CHEDANG_PASSWORD_HOUR=100000, CHEDANG_HASH_THREADS=2, CHEDANG_THREADS=4, CHEDANG_LOG_LEVEL=1) as world:
            server = world.server().start()
            code, workshop = world.workshop(server)
            token = server.token(world.client())
            register(world, [row(CAR)])
            browser = sign_in(world, server)
            cookie = {"Cookie": f"__Host-session={browser.cookies['__Host-session']}"}
            doings = (lambda: server.lookup(token, vin(random.randrange(20))),
                      lambda: server.v1("lcipprocarfixrecordadd", repair(workshop, vin(random.randrange(20)), f"t-{random.random()}")),
                      lambda: server.ask("GET", "/vehicles", headers=cookie),
                      lambda: server.ask("GET", "/static/style.css"),
                      lambda: server.inside("/metrics"),
                      lambda: server.v1("lcipprogetaccesstoken", {"companycode": code, "companypassword": f"wrong-{random.random()}"}))
            done, stop = [0] * 24, threading.Event()

            def run(n):
                while not stop.is_set():
                    try:
                        doings[n % len(doings)]()
                        done[n] += 1
                    except OSError:
                        time.sleep(0.01)

            threads = [threading.Thread(target=run, args=(n,)) for n in range(len(done))]
            for thread in threads:
                thread.start()
            time.sleep(seconds / 3)
            world.kill_redis()
            time.sleep(seconds / 3)
            world.kill_postgres()
            world.start_stores()
            time.sleep(seconds / 3)
            server.stop()
            stop.set()
            for thread in threads:
                thread.join()
            reports = server.log().count("WARNING: ThreadSanitizer")
            watched = "__tsan_init" in subprocess.run(["nm", CHEDANG], capture_output=True, text=True).stdout
            figure("Q1", f"4 loops, {sum(done)} requests of {len(doings)} kinds for {seconds} s, stores killed, stop under load; "
                   "look-up, upload and durability suites", "0 reports of ThreadSanitizer", reports)
            self.assertTrue(watched, f"{CHEDANG} is not built with ThreadSanitizer")
            self.assertEqual((reports, server.process.returncode), (0, 0))


class Leaks(unittest.TestCase):
    @unittest.skipUnless(shutil.which("valgrind"), "valgrind is not installed")
    def test_start_some_requests_and_stop_under_valgrind(self):
        with World(CHEDANG_LOG_LEVEL=1, CHEDANG_DB_TIMEOUT_MS=20000, CHEDANG_REDIS_TIMEOUT_MS=2000) as world:
            server, log = world.server(), world.folder / "valgrind.log"
            server.under = ["valgrind", "--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite",
                            "--error-exitcode=9", f"--log-file={log}"]
            server.start(wait=False)
            server.wait_ready(60)
            _, workshop = world.workshop(server)
            token = server.token(world.client())
            self.assertEqual(server.v1("lcipprocarfixrecordadd", repair(workshop, vin(1), "v")).json["code"], "1")
            for _ in range(3):
                self.assertEqual(server.lookup(token, vin(1)).status, 200)
            self.assertEqual(server.ask("GET", "/sign-in").status, 200)
            server.stop(60)
            told = log.read_text()
            definite = told.split("definitely lost: ")[1].split(" bytes")[0] if "definitely lost" in told else "0"
            errors = told.split("ERROR SUMMARY: ")[1].split(" errors")[0]
            figure("Q1", "start, some requests and stop under valgrind", "0 errors, 0 definite leaks",
                   f"{errors} errors, {definite} bytes lost")
            self.assertEqual((errors, definite, server.process.returncode), ("0", "0", 0), told[-6000:])
