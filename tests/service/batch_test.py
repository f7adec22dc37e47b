"""Many look-ups in one request: order, a status for each line, limits, the trail, a reader that takes its time."""
import concurrent.futures
import http.client
import json
import os
import signal
import socket
import time
import unittest

from world import World, repair, vin


def line(v, reference="case-1", **more):
    return json.dumps({"vin": v, "purpose": "used_car_listing", "reference": reference, **more})


class Asking:
    def ask(self, lines, kind="application/x-ndjson", end="\n"):
        body = lines if isinstance(lines, (str, bytes)) else "\n".join(lines) + end
        return self.server.ask("POST", "/v1/lookups/batch", body,
                               {"Authorization": f"Bearer {self.token}", "Content-Type": kind}, timeout=60)

    def answers(self, lines, **how):
        answer = self.ask(lines, **how)
        self.assertEqual((answer.status, answer.header("content-type")), (200, "application/x-ndjson"), answer.body)
        self.assertTrue(answer.body.endswith(b"}\n"))
        return [json.loads(part) for part in answer.body.decode().splitlines()]


class Batch(unittest.TestCase, Asking):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LOOKUP_BURST=1000000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        cls.token = cls.server.token(cls.world.client())
        cls.known = [vin(3000 + i) for i in range(150)]
        for i, v in enumerate(cls.known):
            stored = cls.server.v1("lcipprocarfixrecordadd", repair(workshop, v, f"batch-{i}", odometer=str(1000 * i)))
            assert stored.json["code"] == "1", stored.body

    def test_each_line_is_answered_as_if_it_were_asked_alone_in_the_same_order(self):
        asked = [line(v, f"case-{i}") for i, v in enumerate(self.known)]
        for _ in range(2):  # from wherever it comes the first time, then from memory
            answers = self.answers(asked)
            self.assertEqual([(a["line"], a["reference"], a["status"]) for a in answers],
                             [(i + 1, f"case-{i}", 200) for i in range(len(asked))])
            for v, answer in zip(self.known[::37], answers[::37]):
                alone = self.server.lookup(self.token, v).json
                self.assertEqual({"handle": answer["handle"], "etag": answer["etag"], **answer["summary"]}, alone)

    def test_all_three_tiers_say_the_same(self):
        asked = [line(v) for v in self.known[:70]]
        first = self.answers(asked)
        with self.subTest("Redis"):
            cold = self.world.server(CHEDANG_MEMORY_MIB=0).start()
            self.server, kept = cold, self.server
            try:
                until = time.monotonic() + 10  # before its first poll it believes no cached value
                while cold.metric("lookups_redis") == 0:
                    self.assertLess(time.monotonic(), until, "nothing comes from Redis")
                    self.assertEqual(self.answers(asked), first)
                with self.subTest("PostgreSQL"):
                    self.world.kill_redis()
                    before = cold.metric("lookups_postgres")
                    self.assertEqual(self.answers(asked), first)
                    self.assertEqual(cold.metric("lookups_postgres"), before + len(asked))
                    self.world.start_stores()
            finally:
                self.server = kept
                cold.stop()

    def test_what_is_not_cached_is_read_sixty_four_to_a_statement(self):
        server = self.world.server(CHEDANG_MEMORY_MIB=0, CHEDANG_REDIS="", CHEDANG_THREADS=1, CHEDANG_POLL_MS=1000, CHEDANG_LEASE_MS=5000).start()
        self.addCleanup(server.stop)
        self.addCleanup(setattr, self, "server", self.server)
        self.server = server
        names = ("lookups_postgres", "polls", "db_statements")
        for vehicles in (65, 1000):
            begun, before = time.monotonic(), [server.metric(name) for name in names]
            self.answers([line(vin(3000 + i)) for i in range(vehicles)])
            read, polls, statements = (server.metric(name) - earlier for name, earlier in zip(names, before))
            # Beside the polls the loop asks for the token four times a second at most, and for little else; a loop that is behind
            # asks for all of it at once.
            others = 10 + 6 * (time.monotonic() - begun)
            self.assertEqual(read, vehicles)
            self.assertGreaterEqual(statements - polls, -(-vehicles // 64) - 1, vehicles)
            self.assertLessEqual(statements - polls, -(-vehicles // 64) + others, vehicles)

    def test_a_bad_line_costs_the_others_nothing(self):
        lines = [line(self.known[0]), "{", line("LSV"), "", "  \t\r", "[]", line(None), line(vin(888888), "none"),
                 line(self.known[1], "has blanks"), line(self.known[2], self.known[3]), '{"vin":"\\ud800"}',
                 line(self.known[4], purpose="x" * 41), line(self.known[5]) + "\r"]
        answers = self.answers(lines, end="")
        told = [(a["line"], a["status"], a.get("problem", {}).get("code"), a["reference"]) for a in answers]
        self.assertEqual(told, [
            (1, 200, None, "case-1"), (2, 400, "body_malformed", None), (3, 400, "vin_malformed", "case-1"),
            (6, 400, "body_malformed", None), (7, 400, "vin_missing", "case-1"), (8, 404, "not_collected", "none"),
            (9, 400, "field_invalid", None), (10, 400, "field_invalid", None), (11, 400, "body_malformed", None),
            (12, 400, "field_invalid", "case-1"), (13, 200, None, "case-1")])
        self.assertEqual(answers[5]["problem"]["coverage"]["status"], "not_collected")
        self.assertEqual(len({a["problem"]["correlation_id"] for a in answers if "problem" in a}), 1)
        self.assertNotIn(self.known[3], json.dumps(answers))

    def test_a_reference_with_a_number_that_tells_is_refused_and_not_kept(self):
        held = [f"case-{self.known[3]}", f"x{self.known[3]}x", "case-13912345678"]
        answers = self.answers([line(self.known[0], reference) for reference in held])
        self.assertEqual([(a["status"], a["problem"]["code"], a["reference"]) for a in answers], [(400, "field_invalid", None)] * 3)
        self.assertFalse([tells for tells in (self.known[3], "13912345678") if tells in json.dumps(answers)])
        self.assertEqual({a["status"] for a in self.answers([line(self.known[0], "550e8400-e29b-41d4-a716-446655440000")])}, {200})

    def test_a_batch_that_is_none_is_refused_whole(self):
        for lines, kind, status, code in ((b"", "application/x-ndjson", 400, "body_malformed"),
                                          (b"\n \r\n", "application/x-ndjson", 400, "body_malformed"),
                                          (line(self.known[0]), "application/json", 415, "type_unsupported"),
                                          ([line(self.known[0])] * 1001, "application/x-ndjson", 413, "too_many_lines")):
            answer = self.ask(lines, kind)
            self.assertEqual((answer.status, answer.json["code"]), (status, code))

    def test_a_thousand_lines_leave_a_thousand_lines_in_the_trail(self):
        answers = self.answers([line(self.known[i % 150], f"thousand-{i}") for i in range(1000)])
        self.assertEqual([a["status"] for a in answers], [200] * 1000)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            rows = self.world.sql("SELECT count(*), count(DISTINCT reference) FROM trail WHERE reference LIKE 'thousand-%'")
            if rows[0][0] == "1000":
                break
            time.sleep(0.2)
        self.assertEqual([str(n) for n in rows[0]], ["1000", "1000"])

    def raw_batch(self, count):
        body = "\n".join(line(self.known[i % 150], f"slow-{i}") for i in range(count)).encode()
        head = (f"POST /v1/lookups/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n"
                f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n")
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(("127.0.0.1", self.server.port))
        s.settimeout(20)
        s.sendall(head.encode() + body)
        return s

    def test_no_more_is_looked_up_than_is_read(self):
        before = self.server.metric("trail_lines")
        slow = [self.raw_batch(1000) for _ in range(8)]
        time.sleep(1.5)
        looked_up = self.server.metric("trail_lines") - before
        self.assertGreater(looked_up, 0)
        self.assertLess(looked_up, 8 * 1000)
        self.assertEqual(self.server.lookup(self.token, self.known[0]).status, 200)
        answer = http.client.HTTPResponse(slow[0])
        answer.begin()
        lines = answer.read().splitlines()
        self.assertEqual(len(lines), 1000, (answer.status, lines[0]))
        for s in slow:
            s.close()

    def test_a_batch_went_on_after_its_token_had_ended(self):
        client = self.world.client("Ends")
        self.token, kept = self.server.token(client), self.token
        self.addCleanup(setattr, self, "token", kept)
        reader = self.raw_batch(1000)
        time.sleep(1)  # as much as nobody reads
        self.world.command("client", "revoke", client["client_id"])
        answer = http.client.HTTPResponse(reader)
        answer.begin()
        lines = [json.loads(part) for part in answer.read().splitlines()]
        reader.close()
        statuses = [a["status"] for a in lines]
        shown = statuses.count(200)
        self.assertEqual(statuses, [200] * shown + [401] * (1000 - shown))
        self.assertTrue(0 < shown < 1000, shown)
        self.assertEqual({a["problem"]["code"] for a in lines[shown:]}, {"token_invalid"})
        self.assertEqual([a["line"] for a in lines], list(range(1, 1001)))

    def test_a_client_that_leaves_early_leaves_nothing_behind(self):
        for wait in (0, 0, 0.002, 0.005, 0.01, 0.05, 0.2):
            s = self.raw_batch(1000)
            time.sleep(wait)
            s.close()
        self.assertEqual(len(self.answers([line(v) for v in self.known])), 150)

    def test_http_1_0_gets_it_too(self):
        body = line(self.known[0]).encode()
        answer = self.server.raw((f"POST /v1/lookups/batch HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n"
                                  f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
        self.assertIn(b'"status":200', answer)
        self.assertTrue(answer.endswith(b"}\n"))


class Limits(unittest.TestCase, Asking):
    def test_every_line_counts_and_all_or_none_are_let_in(self):
        with World(CHEDANG_LOOKUP_BURST=100) as world:
            self.server = world.server().start()
            self.token = self.server.token(world.client())
            time.sleep(10.1 - time.time() % 10)
            self.assertEqual(len(self.answers([line(vin(1))] * 60)), 60)
            refused = self.ask([line(vin(1))] * 60)
            self.assertEqual((refused.status, refused.json["code"]), (429, "limit_reached"))
            self.assertLessEqual(int(refused.header("retry-after")), 10)
            self.assertEqual(world.sql("SELECT count(*) FROM trail WHERE reference <> 'case-1'"), world.sql("SELECT 0"))
            never = self.ask([line(vin(1))] * 101)
            self.assertEqual((never.status, never.json["code"]), (413, "too_many_lines"))
            time.sleep(10.1 - time.time() % 10)
            self.assertEqual(len(self.answers([line(vin(1))] * 100)), 100)
            self.assertEqual(self.ask([line(vin(1))]).status, 429)

    def test_a_batch_was_refused_because_others_took_what_was_leased_for_it(self):
        with World(CHEDANG_LOOKUP_BURST=100000, CHEDANG_THREADS=1, CHEDANG_REDIS_TIMEOUT_MS=5000) as world:
            self.server = world.server().start()
            self.token = self.server.token(world.client())
            self.ask([line(vin(1))])
            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                os.kill(world.redis_pid(), signal.SIGSTOP)  # so that all ask for as much as is missing then
                try:
                    asked = [pool.submit(self.ask, [line(vin(1))] * (200 + 70 * i)) for i in range(12)]
                    time.sleep(0.5)
                finally:
                    os.kill(world.redis_pid(), signal.SIGCONT)
                self.assertEqual([a.result().status for a in asked], [200] * 12)
