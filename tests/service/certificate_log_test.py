"""The keys that certificates are signed with, the log that they enter, and where nothing of a vehicle may stand."""
import subprocess
import time
import unittest

from certificates import (Exporter, Holder, continues, from_base58, from_base64, included, keys_of, leaf, make_keys, proof_holds, root,
                          sign_trust_list, signature_holds, status_of)
from certificate_test import car
from owner_test import register, row
from privacy_test import spellings
from world import World, repair


class Issuing(unittest.TestCase):
    keys_at_start = True

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.world.environment["CHEDANG_URL"] = "https://chedang.example"
        if cls.keys_at_start:
            cls.root = make_keys(cls.world)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        cls.car = car(900 + len(cls.__name__))
        register(cls.world, [row(cls.car)])
        assert cls.server.v1("lcipprocarfixrecordadd", repair(workshop, cls.car["vin"], "log-1")).json["code"] == "1"
        cls.owner = Holder(cls.world, cls.server, "13900076001", cls.car)
        cls.ground = cls.owner.share()
        cls.exporter = Exporter(cls.world, cls.server)

    def issued(self):
        return self.exporter.issued(self.car["vin"], self.ground)


class Keys(Issuing):
    keys_at_start = False

    def signed_by(self, number):
        return self.exporter.envelope(number)["credential"]["proof"]["verificationMethod"].split("#")[1]

    def listed(self):
        return {line.split("\t")[0]: line.split("\t")[1] for line in self.world.command("key", "list").stdout.splitlines()}

    def test_from_no_key_to_the_next_one(self):
        answer = self.exporter.issue(self.car["vin"], self.ground)
        self.assertEqual((answer.status, answer.json["code"]), (503, "no_signing_key"))
        self.assertEqual(self.server.ask("GET", "/certificates/status").json["code"], "no_signing_key")
        self.assertEqual(self.server.ask("GET", "/certificates/trust-list.json").json["code"], "trust_list_unknown")
        until = time.monotonic() + 10
        while '"no_signing_key"' not in self.server.log():
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

        public = make_keys(self.world)
        (first, state), = self.listed().items()
        self.assertEqual(state, "signs")
        number = self.issued()
        self.assertEqual(self.signed_by(number), first)

        # The next one waits for seven days, published and trusted already.
        self.world.command("key", "rotate")
        self.assertEqual(sorted(self.listed().values()), ["signs", "waits"])
        second = next(kid for kid, state in self.listed().items() if state == "waits")
        self.assertNotEqual(self.world.command("key", "rotate", check=False).returncode, 0)
        self.assertEqual(self.signed_by(self.issued()), first)
        self.assertEqual(set(keys_of(self.server)), {first, second})
        sign_trust_list(self.world)
        trusted = self.server.ask("GET", "/certificates/trust-list.json").json
        self.assertTrue(signature_holds(trusted, public))
        self.assertEqual({k["kid"] for k in trusted["keys"]}, {first, second})

        # Its time has come: both are trusted, one signs.
        # In whole seconds, as the program keeps it and as certificates say when they were issued.
        self.world.sql("UPDATE certificate_key SET signs_from = date_trunc('second', now()) WHERE signs_from > now()")
        self.assertEqual(self.listed(), {first: "trusted", second: "signs"})
        later = self.issued()
        self.assertEqual(self.signed_by(later), second)
        self.assertEqual(self.server.ask("GET", "/certificates/status").json["proof"]["verificationMethod"].split("#")[1], second)
        for each, kid in ((number, first), (later, second)):
            self.assertTrue(proof_holds(self.exporter.envelope(each)["credential"], keys_of(self.server)[kid]))

        # It was stolen an hour ago.
        self.world.command("key", "end", second, "--from", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600)), "--reason", "stolen")
        self.assertEqual(self.listed()[second], "ended")
        self.assertNotEqual(self.world.command("key", "end", second, "--from", "now", "--reason", "again", check=False).returncode, 0)
        self.assertEqual(self.signed_by(self.issued()), first)
        key = next(k for k in self.server.ask("GET", "/.well-known/chedang-certificate-keys.json").json["keys"] if k["kid"] == second)
        self.assertLess(abs(key["ended_from"] - (time.time() - 3600)), 60)
        sign_trust_list(self.world)
        trusted = self.server.ask("GET", "/certificates/trust-list.json").json
        self.assertIn("ended_from", next(k for k in trusted["keys"] if k["kid"] == second))

        # The others too: then nothing can be issued, and --now makes one that signs at once.
        self.assertEqual(self.world.command("key", "end", first, "--reason", "since when?", check=False).returncode, 2)
        self.world.command("key", "end", first, "--from", "now", "--reason", "all of them")
        self.assertEqual(self.exporter.issue(self.car["vin"], self.ground).json["code"], "no_signing_key")
        self.world.command("key", "rotate", "--now")
        self.assertNotIn(self.signed_by(self.issued()), (first, second))

        document = self.server.ask("GET", "/.well-known/did.json").json
        self.assertEqual(document["id"], "did:web:chedang.example")
        methods = {m["id"].split("#")[1]: m for m in document["verificationMethod"]}
        for kid, raw in keys_of(self.server).items():
            self.assertEqual(from_base58(methods[kid]["publicKeyMultibase"]), b"\xed\x01" + raw)
        self.assertIn("revoked", methods[second])

    def test_the_root_is_for_its_owner_alone(self):
        path = self.world.folder / "another-root"
        self.world.command("key", "root", str(path))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertNotEqual(self.world.command("key", "root", str(path), check=False).returncode, 0)
        path.chmod(0o644)
        self.assertNotEqual(self.world.command("key", "trust-list", "--root", str(path), "--yes", check=False).returncode, 0)


class Log(Issuing):
    def get(self, path):
        answer = self.server.ask("GET", path)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def head(self):
        head = self.get("/certificates/log/head")
        self.assertTrue(signature_holds(head, keys_of(self.server)[head["kid"]]))
        self.assertEqual((head["type"], head["issuer"]), ("ChedangTreeHead", "chedang.example"))
        return head["size"], bytes.fromhex(head["root"])

    def test_it_only_grows_and_has_every_certificate(self):
        self.issued()
        size, _ = self.head()
        told = self.get(f"/certificates/log/entries?from=0&to={size - 1}")["leaves"]
        heads, leaves = [self.head()], [bytes.fromhex(each) for each in told]
        for _ in range(11):
            credential = self.exporter.envelope(self.issued())["credential"]
            leaves.append(leaf(credential))
            heads.append(self.head())
            self.assertEqual(heads[-1], (len(leaves), root(leaves)))
        told = self.get(f"/certificates/log/entries?from=0&to={len(leaves) - 1}")["leaves"]
        self.assertEqual([bytes.fromhex(each) for each in told], leaves)
        for i, hash in enumerate(leaves):
            for size in range(i + 1, len(leaves) + 1):
                proof = self.get(f"/certificates/log/proof?leaf={hash.hex()}&size={size}")
                self.assertEqual((proof["size"], proof["index"]), (size, i))
                self.assertEqual(included(hash, i, size, [bytes.fromhex(step) for step in proof["path"]]), root(leaves[:size]))
        for first in range(1, len(leaves) + 1):
            for second in range(first, len(leaves) + 1):
                proof = self.get(f"/certificates/log/consistency?from={first}&to={second}")
                path = [bytes.fromhex(step) for step in proof["path"]]
                self.assertEqual(continues(first, root(leaves[:first]), second, path), root(leaves[:second]), (first, second))

        # What it does not have
        for path in (f"proof?leaf={'0' * 64}&size=3", f"proof?leaf={leaves[5].hex()}&size=5", f"proof?leaf={leaves[0].hex()}&size=99",
                     "consistency?from=3&to=99", "entries?from=3&to=99"):
            self.assertEqual(self.server.ask("GET", f"/certificates/log/{path}").json["code"], "log_unknown", path)

    def test_an_auditor_checks_it_without_the_service(self):
        folder = self.world.folder / "audit"
        folder.mkdir()
        for name, path in (("trust", "trust-list.json"), ("earlier", "log/head")):
            self.issued()
            (folder / name).write_bytes(self.server.ask("GET", f"/certificates/{path}").body)
        for _ in range(3):
            self.issued()
        (folder / "head").write_bytes(self.server.ask("GET", "/certificates/log/head").body)
        size = self.head()[0]
        for name, first, last in (("a", 0, size // 2), ("b", size // 2 + 1, size - 1)):
            (folder / name).write_bytes(self.server.ask("GET", f"/certificates/log/entries?from={first}&to={last}").body)

        def audit(*files, **changed):
            names = {"root": self.world.folder / "root.pub", **{name: folder / name for name in ("trust", "head", "earlier")}} | changed
            return self.world.command("log", "verify", *(word for name, path in names.items() for word in (f"--{name}", str(path))), *map(str, files), check=False)

        whole = audit(folder / "a", folder / "b")
        self.assertEqual((whole.returncode, whole.stdout), (0, f"{size} certificates; the log is whole and only grew.\n"), whole.stderr)
        self.assertIn("more entries", audit(folder / "a").stderr)
        self.assertIn("come next", audit(folder / "b").stderr)
        (folder / "forged").write_text((folder / "head").read_text().replace('"root":"', '"root":"0', 1)[:-1])
        self.assertEqual(audit(folder / "a", folder / "b", head=folder / "forged").returncode, 1)
        stranger = folder / "other.pub"
        stranger.write_text(self.world.command("key", "root", str(folder / "another")).stdout)
        self.assertIn("no trust list that this root has signed", audit(folder / "a", folder / "b", root=stranger).stderr)
        self.assertIn("--root must be given", self.world.command("log", "verify", "--head", str(folder / "head"), "--trust", str(folder / "trust"),
                                                                 str(folder / "a"), check=False).stderr)
        changed = (folder / "a").read_text()
        at = changed.index('["') + 2
        (folder / "c").write_text(changed[:at] + ("1" if changed[at] == "0" else "0") + changed[at + 1:])
        self.assertIn("not the head", audit(folder / "c", folder / "b").stderr)

    def test_the_envelope_proves_itself(self):
        self.issued()
        envelope = self.exporter.envelope(self.issued())
        inclusion = envelope["inclusion"]
        head = inclusion["head"]
        self.assertTrue(signature_holds(head, keys_of(self.server)[head["kid"]]))
        path = [bytes.fromhex(step) for step in inclusion["path"]]
        self.assertEqual(included(leaf(envelope["credential"]), inclusion["index"], inclusion["size"], path).hex(), head["root"])
        self.assertEqual(inclusion["size"], head["size"])

    def test_nobody_changes_it(self):
        self.issued()
        for statement in ("DELETE FROM certificate_log", "UPDATE certificate_log SET hash = hash", "INSERT INTO certificate_log VALUES (9, 9, '\\x00')",
                          "DELETE FROM certificate", "UPDATE certificate SET credential = ''", "DELETE FROM certificate_head",
                          "UPDATE certificate_key SET seed = ''", "INSERT INTO certificate_trust_list (document) VALUES ('x')"):
            with self.assertRaises(AssertionError, msg=statement):
                self.world.sql(statement, role="chedang_serve")


class Privacy(Issuing):
    def test_nothing_of_the_vehicle_or_the_owner_stands_where_it_should_not(self):
        before = len(self.owner.texts(self.world))
        request = self.exporter.consent(self.car["vin"], self.owner.phone)
        code = self.owner.code(self.world, before)
        number = self.exporter.issued(self.car["vin"], {"code": {"request": request, "code": code}})
        signature = self.exporter.envelope(number)["credential"]["proof"]["proofValue"]
        time.sleep(1)
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True, check=True, timeout=60).stdout
        self.assertIn(b"certificate_log", dump)
        for secret in (self.car["vin"], self.owner.phone, request, self.exporter.token, signature, self.ground["share"]):
            for spelling in spellings(secret):
                self.assertNotIn(spelling, dump)
        log = self.server.log()
        for secret in (self.car["vin"], self.owner.phone, request, self.exporter.token, number, code + '"', "order-1"):
            self.assertNotIn(secret, log)
        listed = self.server.ask("GET", "/certificates/status").body + self.server.ask("GET", "/certificates/log/entries?from=0&to=0").body
        self.assertNotIn(self.car["vin"].encode(), listed)

    def test_the_status_list_says_nothing_of_others(self):
        numbers = [self.issued() for _ in range(3)]
        self.exporter.ask("POST", f"/v1/certificates/{numbers[1]}/withdrawal", {"reason": "other"})
        listed = self.server.ask("GET", "/certificates/status").json
        indexes = [int(self.exporter.envelope(n)["credential"]["credentialStatus"]["statusListIndex"]) for n in numbers]
        self.assertEqual([status_of(listed, i) for i in indexes], [0, 2, 0])
        self.assertLess(len(from_base64(listed["credentialSubject"]["encodedList"][1:])), 2000)


if __name__ == "__main__":
    unittest.main()
