"""What one address asks for leaves the others theirs, whatever names, addresses and tokens it makes up."""
import concurrent.futures
import threading
import time
import unittest

from owner_test import CAR, Browser, claim, register, row, sign_in
from world import World, vin

HOUR = 3600


def early_in(window, seconds):
    """Waits for the next window when this one has fewer seconds left."""
    left = window - time.time() % window
    time.sleep(left + 0.1 if left < seconds else 0)


class Proxy(unittest.TestCase):
    BURST = 6

    def ask(self, server, *fields):
        head = "".join(f"X-Forwarded-For: {field}\r\n" for field in fields)
        return int(server.raw(f"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n".encode()).split()[1])

    def test_an_address_that_the_client_put_in_a_field_of_its_own_is_not_believed(self):
        with World(CHEDANG_TRUSTED_PROXY="127.0.0.1", CHEDANG_ADDRESS_BURST=self.BURST, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            early_in(10, 5)
            seen = [self.ask(server, f"203.0.113.{i}", "198.51.100.7") for i in range(self.BURST + 2)]
            self.assertEqual(seen, [200] * self.BURST + [429] * 2)
            self.assertEqual(self.ask(server, "203.0.113.99, 198.51.100.7"), 429)  # in one field as well
            self.assertEqual(self.ask(server, "198.51.100.7", "198.51.100.8"), 200)  # and it takes nobody else's


class Passwords(unittest.TestCase):
    def try_in(self, server, name, password="guess", address=None, door="/staff/sign-in"):
        browser = Browser(server, address)
        browser.get(door)
        return browser.post(door, follow=False, **{"code" if "workshop" in door else "name": name}, password=password).status

    def test_ever_new_names_from_one_address_are_bounded_together(self):
        with World(CHEDANG_PASSWORD_ADDRESS=6, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            early_in(HOUR, 60)
            code, _ = world.workshop(server)
            doors = ("/staff/sign-in", "/platform/sign-in")
            seen = [self.try_in(server, f"name-{i}", door=doors[i % 2]) for i in range(8)]
            self.assertIn(seen.count(200), (5, 6))  # the workshop's own was one of them
            self.assertEqual(seen[-2:], [429, 429])
            self.assertEqual(self.try_in(server, code, door="/workshop/sign-in"), 429)
            refused = server.v1("lcipprogetaccesstoken", {"companycode": code, "companypassword": "guess-1"}).json
            other = server.v1("lcipprogetaccesstoken", {"companycode": "0" * 18, "companypassword": "guess-1"}).json
            self.assertNotEqual(refused["code"], other["code"])
            self.assertNotIn("access_token", refused)
            for door in doors:
                self.assertEqual(self.try_in(server, "name-1", address="127.0.0.9", door=door), 200)

    def test_long_names_that_begin_alike_do_not_share_their_tries(self):
        with World(CHEDANG_PASSWORD_HOUR=2, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            early_in(HOUR, 60)
            name = "n" * 62
            self.assertEqual([self.try_in(server, name + "-1") for _ in range(3)], [200, 200, 429])
            self.assertEqual(self.try_in(server, name + "-2"), 200)
            self.assertEqual(self.try_in(server, name + "-1", address="127.0.0.9"), 200)

    def test_an_owners_page_is_not_refused_while_passwords_are_compared(self):
        with World(CHEDANG_HASH_THREADS=1, CHEDANG_HASH_QUEUE=1, CHEDANG_ADDRESS_BURST=10**6, CHEDANG_PASSWORD_HOUR=10**5) as world:
            server = world.server().start()
            register(world, [row(CAR)])
            owner = sign_in(world, server)
            path = claim(world, owner, CAR)
            ended, refused = threading.Event(), []

            def guess(i):
                while not ended.is_set():
                    refused.append(self.try_in(server, f"name-{i}", address=f"127.0.1.{1 + i}"))

            with concurrent.futures.ThreadPoolExecutor(6) as pool:
                guessers = [pool.submit(guess, i) for i in range(6)]
                until = time.monotonic() + 20
                while refused.count(503) < 6 and time.monotonic() < until:
                    time.sleep(0.05)
                seen = [owner.get(path).status for _ in range(20)]
                ended.set()
            for guesser in guessers:
                guesser.result()
            self.assertGreaterEqual(refused.count(503), 6)
            self.assertEqual(seen, [200] * 20)


class Tokens(unittest.TestCase):
    def test_a_made_up_token_costs_no_question(self):
        with World(CHEDANG_ADDRESS_BURST=10**6) as world:
            server = world.server().start()
            token = server.token(world.client())
            other = ("A" if token[0] != "A" else "B") + token[1:]
            wrong_tag = token[:-1] + ("0" if token[-1] != "0" else "1")
            made_up = ["x", "x" * 43, token[:43], token + "0", other, wrong_tag, "é" * 30, "x" * 3000]
            before = server.metric("db_statements")
            began = time.monotonic()
            for i in range(25 * len(made_up)):
                answer = server.ask("POST", "/v1/lookups", "{}", {"Authorization": f"Bearer {made_up[i % len(made_up)]}".encode(),
                                                                  "Content-Type": "application/json"})
                self.assertEqual(answer.status, 401)
            polls = 2 * (time.monotonic() - began) * 30  # of two loops, twenty a second and some besides
            self.assertLess(server.metric("db_statements") - before, polls + 20)
            self.assertEqual(server.lookup(token, vin(1)).status, 404)


if __name__ == "__main__":
    unittest.main()
