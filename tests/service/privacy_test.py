"""Canaries in every sealed field appear nowhere but where they belong; strangers get into no store."""
import base64
import pathlib
import subprocess
import time
import unittest

from owner_test import register, row, sign_in
from world import World, repair, vin

PLATE, PHONE, NAME, OWNER = "沪ACANR1", "13900010002", "欧阳金丝雀", "13900010009"
CANARIES = {
    "vin": vin(777001),
    "plate": PLATE,
    "settlement number": "CANARY-SETTLEMENT-9",
    "fault": "金丝雀异响描述",
    "work name": "更换金丝雀件",
    "part name": "金丝雀配件",
    "part code": "CANARYPARTCODE7",
    "quarantined": "隔离金丝雀内容",
    "phone in text": PHONE,
    "name in text": NAME,
    "contact": "联系金丝雀人",
    "password": "canary-password-5",
    "owner's phone": OWNER,
    "engine number": "CANARYENGINE01",
    "registration number": "310000777001",
}


def spellings(text):
    """As it may stand in a dump: UTF-8, GBK, hex, base64 at each of the three offsets."""
    raw = text.encode()
    yield raw
    yield text.encode("gbk", "ignore")
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + raw)
        yield coded[(offset * 8 + 5) // 6:-4]
    yield "".join(f"\\u{ord(c):04x}" for c in text).encode() if not text.isascii() else raw


class Privacy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        code = cls.server.v1("lcipproaccountcompany", {
            "companyname": "普通汽修", "companypassword": CANARIES["password"], "companylinkmanname": CANARIES["contact"],
            "companylinkmantel": PHONE, "companyunifiedsocialcreditidentifier": "91310000CANARY0001",
            "companyadministrativedivisioncode": "310115"}).json["companycode"]
        cls.workshop = cls.server.v1("lcipprogetaccesstoken", {
            "companycode": code, "companypassword": CANARIES["password"]}).json["access_token"]
        message = repair(cls.workshop, CANARIES["vin"], CANARIES["settlement number"], vehicleplatenumber=PLATE,
                         faultdescription=f"{CANARIES['fault']} 车主：{NAME} {PHONE}")
        message["repairprojectlist"][0]["repairproject"] = CANARIES["work name"]
        message["vehiclepartslist"][0].update(partsname=CANARIES["part name"], partscode=CANARIES["part code"])
        assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        bad = repair(cls.workshop, "无", "q-1", faultdescription=CANARIES["quarantined"])
        assert cls.server.v1("lcipprocarfixrecordadd", bad).json["code"] == "-30"
        cls.client = cls.world.client()
        cls.token = cls.server.token(cls.client)
        cls.answers = b""
        for _ in range(3):
            answer = cls.server.lookup(cls.token, CANARIES["vin"], reference="privacy-1")
            assert answer.status == 200
            cls.answers += answer.body + str(answer.headers).encode()
        cls.owner_reads()
        time.sleep(0.5)  # the trail is drained

    @classmethod
    def owner_reads(cls):
        """The whole history, twice, so that it is cached too."""
        facts = {"vin": CANARIES["vin"], "plate": PLATE, "engine_no": CANARIES["engine number"],
                 "registration_no": CANARIES["registration number"]}
        register(cls.world, [row(facts)])
        browser = sign_in(cls.world, cls.server, OWNER)
        browser.get("/vehicles/claim")
        path = browser.post("/vehicles/claim", follow=False, **facts).header("location")
        for _ in range(2):
            assert CANARIES["fault"] in browser.get(path).body.decode()

    def assertNowhere(self, haystack, where, *but):
        self.assertGreater(len(haystack), 0, where)
        for name, canary in CANARIES.items():
            if name in but:
                continue
            for spelling in spellings(canary):
                self.assertNotIn(spelling, haystack, f"{name} in {where}")
        for secret in (self.workshop, self.token, self.client["client_secret"]):
            self.assertNotIn(secret.encode(), haystack, f"a token in {where}")

    def test_not_in_the_platforms_answers(self):
        self.assertNowhere(self.answers, "the summary")

    def test_not_in_a_dump_of_the_database(self):
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True,
                              check=True, timeout=60).stdout
        self.assertIn(b"chedang.repair", dump)
        self.assertNowhere(dump, "a dump of the database")

    def test_not_in_redis(self):
        from redis_dump import dump, names
        for kind in (b"s:", b"h:"):
            self.assertGreater(len(names(self.world, kind)), 0, kind)
        self.assertNowhere(dump(self.world), "Redis")

    def test_not_in_the_spool(self):
        spools = b"".join(path.read_bytes() for path in (self.world.folder / "spool").iterdir())
        self.assertIn(b"privacy-1", spools)
        self.assertNowhere(spools, "the spool")

    def test_not_in_logs_and_metrics(self):
        self.server.lookup(self.token, CANARIES["vin"] + "X")  # errors, too
        self.server.ask("GET", "/nothing?vin=" + CANARIES["vin"])
        self.world.sql("SELECT 1")
        log = self.server.log().encode() + self.server.inside("/metrics").body
        self.assertNowhere(log, "logs and metrics")
        postgres = pathlib.Path(self.world.folder / "postgres").resolve() / "server.log"
        self.assertNowhere(postgres.read_bytes(), "PostgreSQL's log")
        self.assertNowhere((self.world.folder / "redis.log").read_bytes(), "Redis's log")
        self.assertNowhere(pathlib.Path(f"/proc/{self.server.process.pid}/cmdline").read_bytes(), "the command line")

    def test_a_server_that_dies_leaves_no_core_file(self):
        """Also where whoever starts it would have one, and the sanitizer does not see to it."""
        server = self.world.server(ASAN_OPTIONS=self.world.environment["ASAN_OPTIONS"] + ":disable_coredump=0")
        server.under = ["bash", "-c", 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"', "-"]
        server.start()
        self.addCleanup(server.stop)
        limits = pathlib.Path(f"/proc/{server.process.pid}/limits").read_text()
        self.assertRegex(limits, r"(?m)^Max core file size +0 +0 +bytes")

    def test_errors_do_not_repeat_what_was_sent(self):
        for body in (CANARIES["vin"][:-1], CANARIES["vin"] + "Z"):
            answer = self.server.lookup(self.token, body)
            self.assertNotIn(body.encode(), answer.body)


class Strangers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)

    def psql(self, role, password=None, **more):
        environment = {"PATH": "/usr/bin:/bin", "PGPASSWORD": password or "", "PGPASSFILE": "/dev/null", **more}
        return subprocess.run(["psql", "-X", "-w", "-h", str(self.world.sockets), "-U", role, "-d", "chedang", "-c", "SELECT 1"],
                              env=environment, capture_output=True, text=True, timeout=20).returncode

    def test_postgresql_lets_in_only_our_roles_with_their_passwords(self):
        for role in ("postgres", "root", "chedang_serve", "chedang", "chedang_admin"):
            self.assertNotEqual(self.psql(role), 0, role)
            self.assertNotEqual(self.psql(role, "guess"), 0, role)
        self.assertEqual(self.world.sql("SHOW listen_addresses")[0], [""])

    def test_the_serving_role_cannot_change_the_schema_or_the_trail(self):
        for statement in ("CREATE TABLE chedang.x ()", "DROP TABLE chedang.repair", "DELETE FROM chedang.trail",
                          "UPDATE chedang.trail SET purpose = 'x'", "TRUNCATE chedang.repair", "SELECT * FROM pg_authid",
                          "UPDATE chedang.registry SET holder_revision = 9", "INSERT INTO chedang.client (public_id, name, audience) VALUES ('a', 'b', 'platform')", "INSERT INTO chedang.client_key (client_id, kid, kind, proof, label, expires_at) VALUES (1, 'k', 'secret', sha256(''), '', now())", "UPDATE chedang.client_key SET ended_at = NULL", "UPDATE chedang.client_admin SET password = ''",
                          "DELETE FROM chedang.client_admin_trail", "INSERT INTO chedang.contract (client_id, valid_from, valid_until, burst, day) VALUES (1, now(), now(), 0, 0)"):
            result = subprocess.run(["psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", self.world.conninfo("chedang_serve"), "-c", statement],
                                    capture_output=True, text=True, timeout=20)
            self.assertNotEqual(result.returncode, 0, statement)
            self.assertRegex(result.stderr, "permission denied|must be owner")

    def test_redis_lets_in_only_the_service_and_only_for_what_it_needs(self):
        from redis_dump import command
        self.assertIn(b"NOAUTH", command(self.world, b"GET s:x", login=False))
        for line in (b"KEYS *", b"FLUSHALL", b"CONFIG GET *", b"EVAL return(1) 0", b"SET other 1", b"ACL LIST"):
            self.assertIn(b"NOPERM", command(self.world, line), line)
        self.assertEqual((self.world.sockets / "redis.sock").stat().st_mode & 0o077, 0)


class Poison(unittest.TestCase):
    def test_values_that_were_not_made_for_a_key_are_never_served(self):
        """Foreign, swapped, truncated and invented values: each is a miss, and the answer is right."""
        from redis_dump import command, names
        with World(CHEDANG_MEMORY_MIB=0) as world:
            server = world.server().start()
            _, workshop = world.workshop(server)
            token = server.token(world.client())
            vins = [vin(i) for i in range(12)]
            for i, v in enumerate(vins):
                for j in range(i % 3 + 1):
                    server.v1("lcipprocarfixrecordadd", repair(workshop, v, f"p-{i}-{j}"))
            truth = [server.lookup(token, v).body for v in vins]
            time.sleep(0.3)
            kept = names(world, b"s:")
            self.assertEqual(len(kept), 12)
            values = [command(world, b"GET " + name, bulk=True) for name in kept]
            for turn in range(1, 40):
                for i, name in enumerate(kept):
                    wrong = values[(i + turn) % 12]
                    if turn % 4 == 1:
                        wrong = values[i][:turn * 3]
                    if turn % 4 == 2:
                        wrong = bytes([values[i][0]]) + bytes(b ^ 1 for b in values[i][1:])
                    command(world, b"SET " + name, extra=wrong)
                for v, right in zip(vins, truth):
                    self.assertEqual(server.lookup(token, v).body, right)
            self.assertGreater(server.metric("cache_forged"), 400)
