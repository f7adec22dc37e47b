"""How long a client's handle is good, and which one it is told by: the epochs of its watch are put back, as if they had gone by."""
import threading
import time
import unittest

from feed_test import Client
from world import World, repair, vin

EPOCHS = {0: "this epoch", 1: "the epoch before", 2: "181 days", 3: "271 days"}


class HandleKept(unittest.TestCase):
    number = 730000

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)

    def setUp(self):
        self.client, self.uploads = Client(self.world, self.server), 0
        type(self).number += 100
        self.mine = self.world.sql("SELECT max(id) FROM client")[0][0]

    def watch(self, columns, change=None):
        """Columns of the client's only watch, after it was put otherwise; [] when there is none."""
        if change:
            self.world.sql(f"UPDATE watch SET {change} WHERE client_id = {self.mine}")
        return self.world.sql(f"SELECT {columns} FROM watch WHERE client_id = {self.mine}")

    def until(self, what, reached, seconds=15):
        ends = time.monotonic() + seconds
        while not reached():
            self.assertLess(time.monotonic(), ends, what)
            time.sleep(0.05)

    def drained(self):
        """All looks so far are in the trail, and the feed knows of them."""
        self.until("drained", lambda: self.server.metric("trail_lines") == int(self.world.sql("SELECT count(*) FROM trail WHERE spool <> '\\x00'")[0][0]))
        self.until("compared", lambda: self.watch("1") and self.watch("fresh") == [["f"]])

    def told(self):
        """The handle and the tag that the next change is told by."""
        after = self.client.changes()["next_after"]
        self.uploads += 1
        message = repair(self.workshop, vin(self.number), f"{self.number}-{self.uploads}", odometer=str(1000 * self.uploads))
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        events = self.client.until(1, after)
        self.assertEqual(len(events), 1)
        return events[0]

    def given(self, epochs):
        """A handle that the client was given so many epochs ago, and the feed tells by."""
        self.client.look(vin(self.number))
        self.drained()
        self.watch("1", f"epoch = epoch - {epochs}")
        return self.told()["handle"]

    def ask(self, method, handle):
        path = "summary?purpose=other&reference=kept" if method == "GET" else "watch"
        answer = self.client.ask(method, f"/v1/vehicles/{handle}/{path}")
        return answer.status, answer.json["code"] if answer.status >= 400 else None

    def test_the_handle_of_a_watched_vehicle_was_refused_after_its_epochs(self):
        for epochs, age in EPOCHS.items():
            self.setUp()
            handle = self.given(epochs)
            self.watch("1", "until = now() + interval '1 hour'")
            with self.subTest(age):
                self.assertEqual(self.ask("GET", handle), (200, None))
                self.assertEqual(self.ask("PUT", handle), (204, None))
                self.assertEqual(self.watch("until > now() + interval '364 days'"), [["t"]])
                self.drained()
                self.assertEqual(self.told()["handle"], handle)  # which it was given, whatever has been asked by it
                self.assertEqual(self.ask("DELETE", handle), (204, None))
                self.assertEqual(self.watch("1"), [])

    def test_an_old_handle_of_a_vehicle_that_nobody_watches_was_good(self):
        for epochs, age in EPOCHS.items():
            for end in ("is over", "was ended"):
                self.setUp()
                handle = self.given(epochs)
                Client(self.world, self.server, "Another, which watches it").look(vin(self.number))
                for method in ("PUT", "GET", "DELETE"):  # each of which may have it watched anew
                    self.drained() if self.watch("1") else None
                    self.world.sql(f"UPDATE watch SET until = now() - interval '1 s' WHERE client_id = {self.mine}" if end == "is over"
                                   else f"DELETE FROM watch WHERE client_id = {self.mine}")
                    with self.subTest(f"{age}, {end}, {method}"):
                        good = (200 if method == "GET" else 204, None)
                        self.assertEqual(self.ask(method, handle), good if epochs < 2 else (404, "handle_unknown"))

    def test_an_ordinary_question_asked_for_the_watch(self):
        """It is answered from memory without a statement; only a handle of more than two epochs needs one."""
        for epochs, statements in ((1, 0), (2, 1)):
            self.setUp()
            handle = self.given(epochs)
            self.ask("GET", handle)
            # Polls ask as well: the least of some rounds is what the question itself takes.
            took = []
            for _ in range(20):
                before = self.server.metric("db_statements")
                self.assertEqual(self.ask("GET", handle), (200, None))
                took.append(self.server.metric("db_statements") - before)
            self.assertEqual(min(took), statements, took)

    def test_a_look_by_handle_changed_the_handle_that_is_told(self):
        handle = self.given(1)
        self.watch("1", "until = now() + interval '1 hour'")
        self.assertEqual(self.ask("GET", handle), (200, None))
        self.drained()
        self.assertEqual(self.watch("until > now() + interval '89 days'"), [["t"]])  # it counts as a look nevertheless
        self.assertEqual(self.told()["handle"], handle)
        new = self.client.look(vin(self.number))["handle"]
        self.assertNotEqual(new, handle)
        self.drained()
        self.assertEqual(self.told()["handle"], new)
        for one in (handle, new):
            self.assertEqual(self.ask("GET", one), (200, None))
        self.drained()
        self.assertEqual(self.told()["handle"], new)
        self.assertEqual(self.ask("PUT", handle), (204, None))  # watches for longer, and is still the older one
        self.drained()
        self.assertEqual(self.told()["handle"], new)

    def test_a_watch_told_by_a_handle_that_its_client_did_not_have(self):
        """Put by the handle of the epoch before, when there is none or an old one that is over."""
        for epochs, kept in ((1, False), (2, True)):
            self.setUp()
            handle = self.given(1)
            self.watch("1", f"epoch = epoch - {epochs}, until = now() - interval '1 s'")
            if not kept:
                self.world.sql(f"DELETE FROM watch WHERE client_id = {self.mine}")
            self.assertEqual(self.ask("PUT", handle), (204, None))
            self.drained()
            self.assertEqual(self.told()["handle"], handle)

    def test_what_changed_before_a_new_handle_was_known_was_told_by_the_old_one_alone(self):
        """Who keeps the new handle only has to be told by that, too."""
        old = self.given(1)
        held = threading.Thread(target=self.world.sql, args=("BEGIN; LOCK TABLE trail_position; SELECT pg_sleep(4); COMMIT",))
        held.start()
        self.until("held", lambda: self.world.sql("""SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock'
                                                       AND relation = 'trail_position'::regclass""") == [["1"]])
        seen = self.client.look(vin(self.number))
        event = self.told()
        self.assertEqual(event["handle"], old)
        self.assertTrue(held.is_alive())
        held.join()
        (again,) = self.client.until(1, event["seq"])
        self.assertEqual((again["handle"], again["etag"], again["kind"]), (seen["handle"], event["etag"], "CORRECTED"))
        self.assertNotEqual(again["etag"], seen["etag"])
        self.drained()
        self.assertEqual(self.client.changes(again["seq"])["changes"], [])
        self.assertEqual(self.told()["handle"], seen["handle"])

    def test_a_line_of_a_program_that_wrote_no_epoch_was_lost(self):
        """It is of the handle of its time, which all looks were of then."""
        old = self.given(1)
        self.world.sql(f"""INSERT INTO trail (looked_at, vehicle_key, audience, client_id, purpose, reference, outcome, version, spool, entry)
                           SELECT now(), vehicle_key, 'platform', client_id, 'other', 'old', 'shown', told_version, '\\x00', {self.mine}
                             FROM watch WHERE client_id = {self.mine}""")
        self.until("compared", lambda: self.watch("fresh") == [["f"]])
        new = self.told()["handle"]
        self.assertNotEqual(new, old)
        self.assertEqual(self.client.look(vin(self.number))["handle"], new)


if __name__ == "__main__":
    unittest.main()
