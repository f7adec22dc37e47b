"""What bounds the issuing of certificates: how often, by whom, what cannot be changed, and where a key's secret never is."""
import concurrent.futures
import re
import time
import unittest

from certificates import Exporter, Holder, forge, make_keys, status_of
from owner_test import register, row
from sealed import opened
from world import World, repair, vin


def car(number):
    return {"vin": vin(570000 + number), "plate": f"沪A7{number:04d}", "engine_no": f"EA88857{number:04d}",
            "registration_no": f"31000057{number:04d}"}


def tally(answers):
    return [answer.status for answer in answers]


class Bounds(unittest.TestCase):
    SETTINGS = dict(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                    CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_THREADS=1)

    @classmethod
    def setUpClass(cls):
        cls.world = World(**cls.SETTINGS)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server(CHEDANG_CONSENT_SENDS_DAY=2, CHEDANG_CONSENT_SENDS_VEHICLE=4).start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.cars = iter(car(i) for i in range(1000))
        cls.phones = iter(f"1390008{i:04d}" for i in range(1000))
        cls.exporter = Exporter(cls.world, cls.server)

    def owner(self, records=1):
        owned = next(self.cars)
        register(self.world, [row(owned)])
        for i in range(records):
            message = repair(self.workshop, owned["vin"], f"{owned['vin']}-{i}", settled=f"202{i}0614", odometer=str(10000 * (i + 1)))
            self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        return Holder(self.world, self.server, next(self.phones), owned)

    def at(self, **settings):
        """The exporter at a server of its own."""
        server = self.world.server(**settings).start()
        self.addCleanup(server.stop)
        exporter = Exporter(self.world, server)
        return exporter

    # How often

    def ask(self, exporter, owner, phone=None):
        return exporter.ask("POST", "/v1/certificates/consents", {"vin": owner.car["vin"], "phone": phone or owner.phone})

    def test_an_owner_is_asked_twice_a_day_by_one_and_a_vehicle_four_times_by_all(self):
        owner, other = self.owner(), Exporter(self.world, self.server, "第二家代理")
        before = len(owner.texts(self.world))
        answers = [self.ask(self.exporter, owner) for _ in range(3)]
        self.assertEqual(tally(answers), [202, 202, 429])
        self.assertEqual((answers[2].header("retry-after"), answers[2].json["code"]), ("86400", "limit_reached"))
        self.assertEqual(tally([self.ask(other, owner), self.ask(other, owner, "13700000009")]), [202, 429])
        owner.code(self.world, before + 2)
        self.assertEqual(len(owner.texts(self.world)) - before, 3)
        self.assertEqual(self.world.sql("SELECT count(*) FROM attempt WHERE kind = 'consent_phone'"), [["0"]])  # what owners ask is counted apart

    def test_one_vehicle_so_often_a_day_on_whatever_ground(self):
        owner = self.owner()
        exporter = self.at(CHEDANG_VEHICLE_DAY=8)  # a quarter is one client's
        before = len(owner.texts(self.world))
        code = {"code": {"request": exporter.consent(owner.car["vin"], owner.phone), "code": owner.code(self.world, before)}}
        answers = [exporter.issue(owner.car["vin"], ground) for ground in (owner.share(), {"share": "A" * 43}, code, owner.share())]
        self.assertEqual(tally(answers), [201, 404, 429, 429])
        self.assertEqual(self.world.sql("SELECT count(*) FROM certificate_consent WHERE tries = 5"), [["0"]])  # the code was not tried

    def test_who_is_slowed_is_slowed_here_too(self):
        owner = self.owner()
        exporter = self.at(CHEDANG_SLOWED_BURST=1)
        self.world.sql(f"UPDATE client SET slowed_until = now() + interval '1 hour' WHERE public_id = '{exporter.client['client_id']}'")
        exporter.token = exporter.server.token(exporter.client)
        answers = [exporter.issue(owner.car["vin"], owner.share()) for _ in range(2)]
        self.assertEqual([(a.status, a.json.get("code")) for a in answers], [(201, None), (429, "slowed")])

    # What cannot be changed

    def refused(self, statement, role="chedang_serve"):
        with self.assertRaises(AssertionError) as told:
            self.world.sql(statement, role)
        return str(told.exception)

    def test_only_the_function_that_issues_writes_a_certificate_or_a_leaf(self):
        self.exporter.issued(*self.held())
        for statement in ("INSERT INTO certificate SELECT * FROM certificate LIMIT 1", "INSERT INTO certificate_log VALUES (0, 999, sha256('x'))",
                          "SELECT certificate_log_append(sha256('x'))", "DELETE FROM certificate", "UPDATE certificate SET credential = paper",
                          "UPDATE certificate SET valid_until = valid_until + 60", "UPDATE certificate SET state_no = 0",
                          "UPDATE certificate_key SET seed = seed", "SELECT certificate_trail(certificate, 'x', 'shown') FROM certificate"):
            self.assertIn("permission denied", self.refused(statement), statement)

    def held(self):
        owner = self.owner()
        return owner.car["vin"], owner.share()

    def test_a_state_moves_on_and_never_back(self):
        number = self.exporter.issued(*self.held())
        one = "WHERE id = (SELECT max(id) FROM certificate)"
        self.exporter.ask("POST", f"/v1/certificates/{number}/withdrawal", {"reason": "other"})
        for state in ("valid", "superseded"):
            change = f"UPDATE certificate SET state = '{state}', reason = NULL, state_at = {'NULL' if state == 'valid' else 'now()'} {one}"
            self.assertIn("does not become", self.refused(change))
        self.assertIn("in its state alone", self.refused(f"UPDATE certificate SET reason = 'not_exported' {one}"))
        for column, value in (("credential", "paper"), ("valid_until", "valid_until + 1"), ("number", "number || number"), ("reference", "paper")):
            self.assertIn("in its state alone", self.refused(f"UPDATE certificate SET {column} = {value} {one}", "chedang"), column)
        self.assertEqual(self.exporter.get(number)["reason"], "other")

    # Where a seed never is

    def memory(self, server, wanted):
        """How often the process has fifteen of these bytes, one behind the other, in what it can write to: so many hold one of its
        parts, and each part that is looked for takes a second of the processor."""
        parts, found = [wanted[i:i + 8] for i in range(0, len(wanted) - 7, 8)], 0
        with open(f"/proc/{server.process.pid}/maps") as maps, open(f"/proc/{server.process.pid}/mem", "rb", 0) as memory:
            for start, end, mode in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) (\S+)", maps.read(), re.M):
                if mode.startswith("rw") and int(end, 16) - int(start, 16) < 1 << 30:  # what is larger is a sanitizer's own
                    try:
                        memory.seek(int(start, 16))
                        held = memory.read(int(end, 16) - int(start, 16))
                        found += sum(held.count(part) for part in parts)
                    except (OSError, ValueError):
                        pass
        return found

    def test_the_seed_is_nowhere_once_it_has_signed(self):
        """In no request's memory, that is: what lies on a stack for a moment is soon written over."""
        exporter = self.at()
        owner = self.owner()
        ground = owner.share()
        (kid, sealed), = self.world.sql("SELECT kid, encode(seed, 'hex') FROM certificate_key")
        seed = opened(self.world, bytes.fromhex(sealed), "certificate_key.seed", kid.encode())
        self.assertEqual(len(seed), 32)
        for _ in range(2):  # looked for behind each, since the next one may write over what it left
            number = exporter.issued(owner.car["vin"], ground)
            self.assertEqual(self.memory(exporter.server, seed), 0)
            exporter.envelope(number)
            self.assertEqual(self.memory(exporter.server, seed), 0)
            exporter.ask("POST", f"/v1/certificates/{number}/withdrawal", {"reason": "other"})
            self.assertEqual(exporter.server.ask("GET", "/certificates/status").status, 200)
            self.assertEqual(self.memory(exporter.server, seed), 0)
        self.assertGreater(self.memory(exporter.server, kid.encode()), 0)  # what is looked for is found

    # The status list

    def test_all_who_ask_at_once_get_one_list(self):
        """One helper thread, and room for one more task: who made a list of their own would be refused. They come together from a lock."""
        exporter = self.at(CHEDANG_HASH_THREADS=1, CHEDANG_HASH_QUEUE=1)
        for _ in range(3):
            number = exporter.issued(*self.held())
            exporter.ask("POST", f"/v1/certificates/{number}/withdrawal", {"reason": "other"})
            with concurrent.futures.ThreadPoolExecutor(25) as pool:
                locked = pool.submit(self.world.sql, "BEGIN; LOCK TABLE certificate IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(1); COMMIT")
                time.sleep(0.2)
                answers = list(pool.map(lambda _: exporter.server.ask("GET", "/certificates/status"), range(24)))
                locked.result()
            self.assertEqual(set(tally(answers)), {200})
            self.assertEqual(len({a.body for a in answers}), 1)
            index = int(exporter.envelope(number)["credential"]["credentialStatus"]["statusListIndex"])
            self.assertEqual(status_of(answers[0].json, index), 2)

    def test_what_has_expired_for_a_day_leaves_the_list_and_its_index_stays_taken(self):
        numbers = [self.exporter.issued(*self.held()) for _ in range(2)]
        index = [int(self.exporter.envelope(n)["credential"]["credentialStatus"]["statusListIndex"]) for n in numbers]
        for number in numbers:
            self.exporter.ask("POST", f"/v1/certificates/{number}/withdrawal", {"reason": "other"})
        listed = self.server.ask("GET", "/certificates/status").json
        self.assertEqual([status_of(listed, i) for i in index], [2, 2])
        forge(self.world, f"UPDATE certificate SET valid_until = (now() AT TIME ZONE 'Asia/Shanghai')::date - 3 WHERE status_index = {index[0]}")
        forge(self.world, f"UPDATE certificate SET valid_until = (now() AT TIME ZONE 'Asia/Shanghai')::date - 1 WHERE status_index = {index[1]}")
        number = self.exporter.issued(*self.held())
        self.exporter.ask("POST", f"/v1/certificates/{number}/withdrawal", {"reason": "other"})
        listed = self.server.ask("GET", "/certificates/status").json
        self.assertEqual([status_of(listed, i) for i in index], [0, 2])
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM certificate WHERE status_index = {index[0]}"), [["1"]])


if __name__ == "__main__":
    unittest.main()
