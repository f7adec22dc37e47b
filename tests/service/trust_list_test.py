"""The offline root signs what the service has made, and nothing else that a database may say."""
import json
import os
import pty
import subprocess
import time
import unittest

from certificates import make_keys, sign_trust_list
from world import CHEDANG, World


class TrustList(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)

    def setUp(self):
        """Keys and a root anew."""
        self.world.sql("DELETE FROM certificate_trust_list")
        self.world.sql("DELETE FROM certificate_key")
        for left in ("root", "root.signed", "keys.json", "other"):
            (self.world.folder / left).unlink(missing_ok=True)
        make_keys(self.world)
        self.root, self.file = str(self.world.folder / "root"), self.world.folder / "keys.json"
        self.world.environment["CHEDANG_CERTIFICATE_ROOT"] = (self.world.folder / "root.pub").read_text().split()[0].removeprefix("root=")

    def key(self, *words, check=True):
        return self.world.command("key", *words, check=check)

    def offline(self, *words):
        """Where there is no database, no key file and no setting."""
        return subprocess.run([CHEDANG, "key", "trust-list", "sign", str(self.file), "--root", self.root, *words],
                              env={"PATH": os.environ["PATH"], **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

    def served(self):
        return json.loads(self.world.sql("SELECT document FROM certificate_trust_list ORDER BY id DESC LIMIT 1")[0][0])

    def kids(self):
        return [line.split("\t")[0] for line in self.key("list").stdout.splitlines()]

    def refused(self, words):
        """And nothing is signed, with --yes as little as without."""
        before = self.file.read_text()
        for yes in ([], ["--yes"]):
            said = self.offline(*yes)
            self.assertEqual(said.returncode, 1, said.stderr)
            self.assertIn(words, said.stderr)
        self.assertEqual(self.file.read_text(), before)

    def test_in_three_steps(self):
        self.key("rotate")
        self.key("trust-list", "export", str(self.file))
        self.assertEqual(json.loads(self.file.read_text())["type"], "ChedangTrustProposal")
        self.assertNotEqual(self.key("trust-list", "put", str(self.file), check=False).returncode, 0)
        new = (set(self.kids()) - {key["kid"] for key in self.served()["keys"]}).pop()
        asked = self.offline()
        self.assertEqual(asked.returncode, 1)
        self.assertIn(f"{new}: new", asked.stderr)
        self.assertIn("--yes", asked.stderr)
        self.assertEqual(self.offline("--yes", "--days", "40").returncode, 0)
        self.key("trust-list", "put", str(self.file))
        self.assertEqual({key["kid"] for key in self.served()["keys"]}, set(self.kids()))
        self.assertEqual(self.served(), json.loads(self.file.read_text()))

        # What has not changed needs nobody's yes.
        self.key("trust-list", "export", str(self.file))
        again = self.offline()
        self.assertEqual((again.returncode, ": new" in again.stderr), (0, False), again.stderr)
        self.key("trust-list", "put", str(self.file))

    def test_a_terminal_is_asked(self):
        self.key("rotate")
        self.key("trust-list", "export", str(self.file))
        for answer, code in (("no", 1), ("yes", 0)):
            ours, theirs = pty.openpty()
            os.write(ours, f"{answer}\n".encode())
            said = subprocess.run([CHEDANG, "key", "trust-list", "sign", str(self.file), "--root", self.root], stdin=theirs, capture_output=True, text=True, timeout=60)
            self.assertEqual(said.returncode, code, said.stderr)
            os.close(ours)
            os.close(theirs)

    def test_a_key_that_the_service_has_not_made_goes_nowhere(self):
        """Whoever has the database alone: a row of their own, another public key for a good seed, another's seed."""
        self.key("rotate")
        first, second = self.kids()
        ways = {
            "a public key of theirs": f"UPDATE certificate_key SET public_key = decode(repeat('0b', 32), 'hex') WHERE kid = '{first}'",
            "a row of theirs": f"""INSERT INTO certificate_key (kid, public_key, seed, signs_from, signs_until, trusted_until)
                SELECT repeat('k', 43), decode(repeat('0c', 32), 'hex'), seed, signs_from, signs_until, trusted_until FROM certificate_key WHERE kid = '{second}'""",
            "another's seed": f"UPDATE certificate_key SET seed = (SELECT seed FROM certificate_key WHERE kid = '{first}') WHERE kid = '{second}'",
        }
        for way, statement in ways.items():
            self.world.sql("CREATE TABLE kept AS TABLE certificate_key")
            self.world.sql(statement)
            for words in (("export", str(self.file)), ("--root", self.root, "--yes")):
                said = self.key("trust-list", *words, check=False)
                self.assertEqual(said.returncode, 1, way)
                self.assertIn("does not follow from its seed", said.stderr, way)
            self.world.sql("DELETE FROM certificate_key")
            self.world.sql("INSERT INTO certificate_key TABLE kept")
            self.world.sql("DROP TABLE kept")
        self.assertFalse(self.file.exists())

    def test_what_was_signed_before_is_not_taken_back(self):
        (kid,) = self.kids()
        self.key("end", kid, "--from", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600)), "--reason", "stolen")
        self.key("rotate", "--now")
        sign_trust_list(self.world)
        ways = {
            "the end is gone": ("ended_from = NULL, reason = NULL", "COUNT AGAIN"),
            "the end is later": ("ended_from = now()", "COUNT AGAIN"),
            "the key is gone": ("trusted_until = now(), signs_until = now() - interval '1 hour', signs_from = now() - interval '2 hours'", "VANISHED"),
        }
        for way, (change, words) in ways.items():
            self.world.sql("CREATE TABLE kept AS TABLE certificate_key")
            self.world.sql(f"UPDATE certificate_key SET {change} WHERE kid = '{kid}'")
            self.key("trust-list", "export", str(self.file))
            self.refused(words)
            self.world.sql("DELETE FROM certificate_key")
            self.world.sql("INSERT INTO certificate_key TABLE kept")
            self.world.sql("DROP TABLE kept")

        # A longer trust is told, and somebody has to want it.
        self.world.sql("UPDATE certificate_key SET trusted_until = trusted_until + interval '1 year'")
        self.key("trust-list", "export", str(self.file))
        said = self.offline()
        self.assertEqual((said.returncode, said.stderr.count(": changed")), (1, 2), said.stderr)

    def test_what_is_kept_has_to_be_newer_of_this_root_and_of_this_issuer(self):
        self.key("trust-list", "export", str(self.file))
        self.assertEqual(self.offline("--yes").returncode, 0)
        old = self.file.read_text()
        time.sleep(1.1)
        sign_trust_list(self.world)
        put = self.key("trust-list", "put", str(self.file), check=False)
        self.assertIn("older than the one", put.stderr)
        self.file.write_text(old.replace('"issued_at":"2', '"issued_at":"3'))
        self.assertIn("no trust list that this root", self.key("trust-list", "put", str(self.file), check=False).stderr)
        self.key("trust-list", "export", str(self.file))
        self.assertEqual(self.offline().returncode, 0)
        self.world.environment["CHEDANG_URL"] = "https://other.example"
        self.assertIn("and this is other.example", self.key("trust-list", "put", str(self.file), check=False).stderr)
        other = str(self.world.folder / "other")
        self.world.environment["CHEDANG_CERTIFICATE_ROOT"] = self.key("root", other).stdout.split()[0].removeprefix("root=")
        self.world.environment["CHEDANG_URL"] = "https://chedang.example"
        self.assertIn("no trust list that this root", self.key("trust-list", "put", str(self.file), check=False).stderr)
        self.world.environment["CHEDANG_CERTIFICATE_ROOT"] = ""
        self.assertIn("which root", self.key("trust-list", "put", str(self.file), check=False).stderr)


if __name__ == "__main__":
    unittest.main()
