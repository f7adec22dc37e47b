"""What one address asks for leaves the others theirs, whatever names, addresses and tokens it makes up."""
import time
import unittest

from world import World


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


if __name__ == "__main__":
    unittest.main()
