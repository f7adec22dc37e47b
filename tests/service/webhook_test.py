"""A platform's feed, sent to where it wants: signed, in order, at least once, and to nowhere else."""
import base64
import ctypes
import hashlib
import http.server
import json
import re
import subprocess
import threading
import time
import unittest

import openapi
from feed_test import Client, correction
from sealed import SODIUM
from world import World, free_port, vin


def verified(headers, method, authority, target, body, key):
    """Whether the signature (RFC 9421) holds for this request; written after the standard alone."""
    given = re.fullmatch(r'sig1=(\(([^)]*)\);.*)', headers["Signature-Input"])
    path, _, query = target.partition("?")
    values = {"@method": method, "@authority": authority, "@path": path, "@query": "?" + query,
              **{name.lower(): value for name, value in headers.items()}}
    names = re.findall(r'"([^"]+)"', given[2])
    base = "".join(f'"{name}": {values[name]}\n' for name in names) + f'"@signature-params": {given[1]}'
    signature = base64.b64decode(re.fullmatch(r"sig1=:([^:]+):", headers["Signature"])[1])
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    created = int(re.search(r"created=(\d+)", given[1])[1])
    assert headers["Content-Digest"] == f"sha-256=:{digest}:" and abs(created - time.time()) < 60
    assert set(names) >= {"@method", "@authority", "@path", "content-digest"}
    message = base.encode()
    return SODIUM.crypto_sign_verify_detached(signature, message, ctypes.c_ulonglong(len(message)), key) == 0


class Receiver:
    """Where messages arrive; it answers as it is told."""

    def __init__(self, port):
        self.got, self.answers, self.wait = [], [], 0
        self.slow, self.under_way, self.lock = None, 0, threading.Lock()  # addresses that take long
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(receiver.wait)
                if receiver.slow is not None and self.path.startswith(receiver.slow):
                    with receiver.lock:
                        receiver.under_way += 1
                    time.sleep(1.5)
                    with receiver.lock:
                        receiver.under_way -= 1
                status = receiver.answers.pop(0) if receiver.answers and b'"ping":true' not in body else 200
                receiver.got.append((self.path, dict(self.headers.items()), body, status))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{port}/elsewhere")
                said = receiver.says(json.loads(body)) if status < 300 else b""
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def says(self, message):
        return message.get("challenge", "").encode()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def taken(self):
        """The numbers of the events that were taken, in the order of arrival."""
        for _, headers, body, _ in list(self.got):
            openapi.check_message("changes", headers, body)
        return [e["seq"] for _, _, body, status in list(self.got) if status < 300 for e in json.loads(body)["events"]]


class Webhooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.world = World(CHEDANG_ADDRESS_BURST=100000, CHEDANG_WEBHOOK_ALLOW=f"127.0.0.1:{cls.port}")
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.number = 740000

    def setUp(self):
        self.client = Client(self.world, self.server)
        type(self).number += 100
        self.receiver = Receiver(self.port)
        self.addCleanup(self.world.sql, "DELETE FROM webhook")
        self.addCleanup(self.receiver.close)

    def url(self, path="/hook?for=us"):
        return f"http://127.0.0.1:{self.port}{path}"

    def post(self, path, body, client=None):
        client = client or self.client
        return self.server.ask("POST", path, body if isinstance(body, bytes) else json.dumps(body),
                               {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"})

    def hook(self, **more):
        answer = self.post("/v1/webhooks", {"url": self.url(), **more})
        self.assertEqual((answer.status, answer.json.get("state")), (201, "pending"), answer.body)
        state = lambda: {w["id"]: w["state"] for w in self.client.ask("GET", "/v1/webhooks").json["webhooks"]}[answer.json["id"]]
        self.wait(lambda: state() == "active")
        self.receiver.got.clear()
        self.world.sql("DELETE FROM webhook_delivery; UPDATE webhook SET delivered_at = NULL")  # of the first ping
        return answer.json["id"]

    def change(self, *names):
        """A change each, of a vehicle that the client has looked at."""
        v = vin(self.number)
        self.client.look(v)
        known = f"SELECT count(*) FROM watch WHERE NOT fresh AND client_id = (SELECT id FROM client WHERE public_id = '{self.client.name}')"
        self.wait(lambda: self.world.sql(known) != [["0"]])  # what changes before is told as one event
        for name in names:
            answer = self.server.v1("lcipprocarfixrecordadd", correction(self.workshop, v, f"{self.number}-{name}", 9000)).json
            self.assertEqual(answer["code"], "1")

    def wait(self, condition, seconds=20):
        ends = time.monotonic() + seconds
        while not condition() and time.monotonic() < ends:
            time.sleep(0.05)
        self.assertTrue(condition())

    def due_now(self):
        self.world.sql("UPDATE webhook SET due_at = now(), leased_until = NULL")

    def test_what_changes_arrives_signed(self):
        hook = self.hook()
        self.change("a")
        self.wait(lambda: self.receiver.taken())
        path, headers, body, _ = self.receiver.got[0]
        jwk = self.server.ask("GET", "/.well-known/jwks.json").json["keys"][0]
        key = base64.urlsafe_b64decode(jwk["x"] + "=")
        self.assertEqual(path, "/hook?for=us")
        self.assertIn(f'keyid="{jwk["kid"]}"', headers["Signature-Input"])
        self.assertTrue(headers["Signature-Input"].endswith(f';tag="{self.client.name}"'), headers["Signature-Input"])
        authority = f"127.0.0.1:{self.port}"
        self.assertTrue(verified(headers, "POST", authority, path, body, key))
        self.assertFalse(verified(headers, "PUT", authority, path, body, key))
        self.assertFalse(verified(headers, "POST", "other.example", path, body, key))
        self.assertFalse(verified(headers, "POST", authority, "/hook?for=them", body, key))
        message = json.loads(body)
        self.assertEqual((message["webhook"], message["ping"]), (hook, False))
        self.assertEqual(message["events"], self.client.changes()["changes"])
        self.assertEqual(set(message["events"][0]), {"seq", "kind", "handle", "etag", "at"})
        self.assertNotIn(vin(self.number), body.decode() + str(headers) + self.server.log())

    def test_a_receiver_that_is_down_gets_everything_later_in_order_and_the_log_says_so(self):
        hook = self.hook()
        self.receiver.answers = [500, 302, 429]
        self.change("a")
        for n in range(3):
            self.wait(lambda: len(self.receiver.got) > n)
            listed = lambda: self.client.ask("GET", "/v1/webhooks").json["webhooks"][0]
            self.wait(lambda: listed()["state"] == "failing")
            self.wait(lambda: float(self.world.sql("SELECT extract(epoch FROM due_at - now()) FROM webhook")[0][0]) > 8 * 2 ** n)
            self.due_now()
        self.wait(lambda: self.receiver.taken() == [1])
        self.change("b", "c")
        self.wait(lambda: self.receiver.taken() == [1, 2, 3])
        self.assertEqual({path for path, *_ in self.receiver.got}, {"/hook?for=us"})  # a redirection is not followed
        deliveries = self.client.ask("GET", f"/v1/webhooks/{hook}/deliveries").json["deliveries"]
        self.assertEqual([(d["status"], d["outcome"]) for d in deliveries[::-1][:4]],
                         [(500, "refused"), (302, "refused"), (429, "refused"), (200, "taken")])
        self.wait(lambda: listed() | {"made_at": 0} == {"id": hook, "url": self.url(), "position": 3, "state": "active", "failing_since": None, "made_at": 0})

    def test_a_restart_loses_nothing_and_a_day_of_failing_pauses(self):
        hook = self.hook()
        self.receiver.wait, self.receiver.answers = 2, []
        self.change("a")
        time.sleep(1)  # on its way
        self.server.kill()
        self.server.start()
        self.receiver.wait = 0
        self.wait(lambda: self.receiver.taken() == [1])  # what was on its way
        self.due_now()  # the lease of the process that died
        self.wait(lambda: self.receiver.taken() == [1, 1])
        self.receiver.answers = [503, 503]
        self.change("b")
        self.wait(lambda: self.world.sql("SELECT tries FROM webhook") == [["1"]])
        self.world.sql("UPDATE webhook SET failing_since = now() - interval '25 hours', due_at = now()")
        self.wait(lambda: self.client.ask("GET", "/v1/webhooks").json["webhooks"][0]["state"] == "paused")
        self.due_now()
        time.sleep(0.7)
        self.assertNotIn(2, self.receiver.taken())
        self.assertEqual(self.post(f"/v1/webhooks/{hook}/replay", {"after": 0}).status, 204)
        self.wait(lambda: self.receiver.taken()[-2:] == [1, 2])
        for after, status in ((3, 410), (-1, 400), ("1", 400), (1.5, 400), (None, 400)):
            self.assertEqual(self.post(f"/v1/webhooks/{hook}/replay", {"after": after}).status, status, after)

    def test_a_ping_is_sent_at_once_and_is_none_of_the_numbers(self):
        hook = self.hook()
        self.assertEqual(self.client.ask("POST", f"/v1/webhooks/{hook}/ping").status, 204)
        self.wait(lambda: self.receiver.got)
        message = json.loads(self.receiver.got[0][2])
        self.assertEqual(message, {"webhook": hook, "ping": True, "challenge": message["challenge"], "events": []})
        self.change("a")
        self.wait(lambda: self.receiver.taken() == [1])

    def test_one_that_is_slow_holds_up_nobody_else(self):
        self.hook()
        other = Client(self.world, self.server, "B")
        self.receiver.wait = 3
        self.change("a")
        began = time.monotonic()
        answer = self.post("/v1/webhooks", {"url": self.url("/other")}, other)
        other.look(vin(self.number))
        self.assertEqual(self.client.ask("GET", "/v1/changes").status, 200)
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual(self.client.ask("POST", f"/v1/webhooks/{answer.json['id']}/ping").status, 404)
        self.assertEqual(other.ask("POST", f"/v1/webhooks/{answer.json['id']}/ping").status, 204)
        self.wait(lambda: any(path == "/other" for path, *_ in self.receiver.got), 10)

    def test_who_has_no_contract_or_was_revoked_was_still_told(self):
        mine = "client_id = (SELECT max(id) FROM client)"
        upload = lambda name: self.assertEqual(self.server.v1("lcipprocarfixrecordadd", correction(self.workshop, vin(self.number), f"{self.number}-{name}", 9000)).json["code"], "1")
        self.hook()
        self.change("a")
        self.wait(lambda: self.receiver.taken() == [1])
        self.world.sql(f"UPDATE contract SET valid_until = now() WHERE {mine}")
        upload("b")
        time.sleep(1)
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM feed WHERE {mine}"), [["1"]])
        self.world.sql(f"UPDATE contract SET valid_until = now() + interval '1 day' WHERE {mine}")
        self.wait(lambda: self.receiver.taken() == [1, 2])  # and is told when it has one again
        self.world.sql(f"UPDATE contract SET valid_until = now() WHERE {mine}; UPDATE feed_head SET last = 3 WHERE {mine};"
                       f"INSERT INTO feed SELECT client_id, 3, vehicle_key, kind, version, epoch FROM feed WHERE seq = 2 AND {mine}")
        time.sleep(1)
        self.assertEqual(self.receiver.taken(), [1, 2])  # what was noted before is not sent either
        self.world.sql("UPDATE client SET revoked_at = now() WHERE id = (SELECT max(id) FROM client);"
                       f"UPDATE contract SET valid_until = now() + interval '1 day' WHERE {mine}")
        upload("c")
        time.sleep(1)
        self.assertEqual((self.receiver.taken(), self.world.sql(f"SELECT count(*) FROM feed WHERE {mine}")), ([1, 2], [["3"]]))  # with the one that was noted by hand
        self.assertEqual(self.world.sql("SELECT webhook_make(max(id), '0123456789abcdef', '', NULL) FROM client"), [["-1"]])
        left = lambda: self.world.sql(f"SELECT (SELECT count(*) FROM watch WHERE {mine}), (SELECT count(*) FROM webhook WHERE {mine})")
        self.wait(lambda: left() == [["0", "0"]], 90)  # the minute's sweep

    def test_five_slow_webhooks_of_one_client_held_up_all_the_others(self):
        """Each of four threads waited ten seconds for one of the five: now one of them does, and the others are there for others."""
        for n in range(5):
            self.assertEqual(self.post("/v1/webhooks", {"url": self.url(f"/slow-{n}")}).status, 201)
        self.receiver.slow = "/slow"
        self.change("a")
        self.wait(lambda: self.receiver.under_way > 0)
        ends, most = time.monotonic() + 4, 0
        while time.monotonic() < ends:
            most = max(most, self.receiver.under_way)
            time.sleep(0.02)
        self.assertEqual(most, 1)
        other = Client(self.world, self.server, "B")
        hook = self.post("/v1/webhooks", {"url": self.url("/quick")}, other).json["id"]
        self.assertEqual(other.ask("POST", f"/v1/webhooks/{hook}/ping").status, 204)
        self.wait(lambda: any(path == "/quick" for path, *_ in self.receiver.got), 3)

    def test_pings_were_sent_as_fast_as_they_were_asked_for(self):
        hook = self.hook()
        pings = lambda: sum(json.loads(body)["ping"] for _, _, body, _ in list(self.receiver.got))
        ends = time.monotonic() + 30
        while pings() < 2 and time.monotonic() < ends:
            self.assertEqual(self.client.ask("POST", f"/v1/webhooks/{hook}/ping").status, 204)
            time.sleep(0.05)
        self.wait(lambda: self.world.sql("SELECT count(*) FROM webhook_delivery") == [["2"]])
        apart = self.world.sql("SELECT extract(epoch FROM max(tried_at) - min(tried_at)) FROM webhook_delivery")
        self.assertGreater(float(apart[0][0]), 9)

    def test_deliveries_were_kept_without_end(self):
        hook = self.hook()
        self.world.sql(f"""INSERT INTO webhook_delivery SELECT '{hook}', now() - n * interval '1 minute', n, n, 200, 'taken', 1
                             FROM generate_series(1, 1500) AS n""")
        self.world.sql("DELETE FROM webhook_delivery WHERE tried_at > now() - interval '30 seconds'")
        self.assertEqual(self.client.ask("POST", f"/v1/webhooks/{hook}/ping").status, 204)
        self.wait(lambda: self.world.sql("SELECT count(*), count(*) FILTER (WHERE first_seq IS NULL) FROM webhook_delivery") == [["1000", "1"]])

    def test_what_was_sent_is_read_in_pages(self):
        hook, other = self.hook(), self.hook()
        self.world.sql(f"""INSERT INTO webhook_delivery SELECT id, now() - n * interval '1 second', n, n, 200, 'taken', 1
                             FROM generate_series(1, 250) AS n, webhook WHERE id IN ('{hook}', '{other}')""")
        for query, pages in (("", [100, 100, 50]), ("?limit=125", [125, 125]), ("?limit=1000", [250])):
            found, path = [], f"/v1/webhooks/{hook}/deliveries{query}"
            while path:
                answer = self.client.ask("GET", path)
                self.assertEqual(answer.status, 200, answer.body)
                found.append(answer.json["deliveries"])
                link = answer.header("link")
                path = link and link[1:link.index(">")]
            self.assertEqual([len(page) for page in found], pages)
            self.assertEqual([d["first_seq"] for page in found for d in page], list(range(1, 251)))
            self.assertEqual(len({d["id"] for page in found for d in page}), 250)
        last = found[-1][-1]["id"]
        self.assertEqual(self.client.ask("GET", f"/v1/webhooks/{hook}/deliveries?before={last}").json, {"deliveries": []})
        for before in ("", "0", "-1", "x", last + 0.5, 2 ** 53, "9" * 18, "9" * 19, f"{last}&before={last}"):
            answer = self.client.ask("GET", f"/v1/webhooks/{hook}/deliveries?before={before}")
            self.assertEqual((answer.status, answer.json.get("errors")), (400, [{"pointer": "#/before"}]), before)
        self.assertEqual(Client(self.world, self.server, "B").ask("GET", f"/v1/webhooks/{hook}/deliveries?before={last}").status, 404)

    def test_somebody_who_never_asked_for_it_was_sent_a_feed(self):
        """An address is a client's when it answers a ping by its challenge; what takes everything, or gives it all back, is not."""
        answers = {"nothing": lambda message: b"", "all of it": lambda message: json.dumps(message).encode(),
                   "another": lambda message: message.get("challenge", "")[::-1].encode(), "more": lambda message: message.get("challenge", "").encode() + b" and more"}
        hook = None
        for what, says in answers.items():
            self.receiver.says = says
            if hook is None:
                hook = self.post("/v1/webhooks", {"url": self.url()}).json["id"]
                self.change("a")
            else:
                self.due_now()
            outcomes = lambda: [(d["first_seq"], d["outcome"]) for d in self.client.ask("GET", f"/v1/webhooks/{hook}/deliveries").json["deliveries"]]
            self.wait(lambda: len(outcomes()) > list(answers).index(what))
            self.assertEqual(set(outcomes()), {(None, "not_confirmed")}, what)
            self.assertEqual(self.client.ask("GET", "/v1/webhooks").json["webhooks"][0]["state"], "pending", what)
        self.assertEqual(self.receiver.taken(), [])
        self.receiver.says = lambda message: message.get("challenge", "").encode() + b"\n"
        self.due_now()
        self.wait(lambda: self.receiver.taken() == [1])
        self.assertEqual(self.client.ask("GET", "/v1/webhooks").json["webhooks"][0]["state"], "active")

    def test_only_public_addresses_are_connected_to(self):
        for target in ("https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/x", "https://169.254.169.254/latest",
                       "https://0x7f000001/", "https://2130706433/", "https://[::ffff:127.0.0.1]/"):
            answer = self.post("/v1/webhooks", {"url": target})
            if answer.status != 201:
                self.assertEqual(answer.status, 400)
                continue
            hook = answer.json["id"]
            self.client.ask("POST", f"/v1/webhooks/{hook}/ping")
            found = lambda: self.client.ask("GET", f"/v1/webhooks/{hook}/deliveries").json["deliveries"]
            self.wait(found)
            self.assertEqual((found()[0]["outcome"], found()[0]["status"]), ("address_not_allowed", 0), target)
            self.assertEqual(self.client.ask("DELETE", f"/v1/webhooks/{hook}").status, 204)
        self.assertEqual(self.receiver.got, [])

    @unittest.skipUnless(subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0, "a hosts file of its own needs root")
    def test_a_name_that_comes_to_mean_another_address_is_looked_at_again(self):
        """A name that led nowhere inside when it was given, and then does (DNS rebinding)."""
        hosts = self.world.folder / "hosts"
        hosts.write_text("127.0.0.1 localhost\n")
        server = self.world.server(CHEDANG_SPOOL=str(self.world.folder / "spool-hosts"))
        server.under = ["unshare", "--mount", "sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh"]
        self.server.stop()  # one process delivers
        self.addCleanup(self.server.start)
        server.start()
        self.addCleanup(server.stop)
        client = Client(self.world, server, "Rebinding")
        hook = server.ask("POST", "/v1/webhooks", json.dumps({"url": "https://platform.invalid/hook"}),
                          {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}).json["id"]
        outcomes = lambda: [d["outcome"] for d in client.ask("GET", f"/v1/webhooks/{hook}/deliveries").json["deliveries"]]
        self.wait(outcomes)
        self.assertEqual(set(outcomes()), {"no_connection"})
        hosts.write_text("127.0.0.1 platform.invalid\n")
        client.ask("POST", f"/v1/webhooks/{hook}/ping")
        self.wait(lambda: "address_not_allowed" in outcomes())
        self.assertIn("address_not_allowed", outcomes())

    def test_what_is_no_address_is_refused_and_five_are_enough(self):
        for url in (None, 1, [], "", "hook", "http://example.com/", "https://u:p@example.com/", "https://example.com:444/", "https://example.com/#x",
                    "file:///etc/passwd", "https://example.com/" + "x" * 1024, "https://\n/"):
            answer = self.post("/v1/webhooks", {"url": url})
            self.assertEqual((answer.status, answer.json.get("errors")), (400, [{"pointer": "#/url"}]), url)
        for body in (b"{", b"[]", b'{"url":"https://example.com/\\u0000"}'):
            self.assertEqual(self.post("/v1/webhooks", body).json["code"], "body_malformed", body)
        ids = [self.hook() for _ in range(5)]
        self.assertEqual((self.post("/v1/webhooks", {"url": self.url()}).status), 409)
        other = Client(self.world, self.server, "B")
        for method, path in (("DELETE", ""), ("POST", "/ping"), ("GET", "/deliveries")):
            self.assertEqual(other.ask(method, f"/v1/webhooks/{ids[0]}{path}").status, 404)
        self.assertEqual(self.post(f"/v1/webhooks/{ids[0]}/replay", {"after": 0}, other).status, 404)
        self.assertEqual(self.client.ask("DELETE", f"/v1/webhooks/{ids[0]}").status, 204)
        self.assertEqual(self.client.ask("DELETE", f"/v1/webhooks/{ids[0]}").status, 404)
        for row in self.world.sql("SELECT target::text FROM webhook"):
            self.assertNotIn(b"for=us".hex(), row[0])


if __name__ == "__main__":
    unittest.main()
