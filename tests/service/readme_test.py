"""The README as a newcomer follows it: ./dev up, its blocks of commands one after the other, down, up again, reset."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

from world import ROOT, free_port

PROMISED = {"CHEDANG_URL", "DEMO_WORKSHOP_CODE", "DEMO_WORKSHOP_PASSWORD", "DEMO_CLIENT_ID", "DEMO_CLIENT_SECRET", "DEMO_OWNER_PHONE",
            "DEMO_VIN", "DEMO_PLATE", "DEMO_ENGINE_NO", "DEMO_REGISTRATION_NO", "DEMO_OUTBOX"}


@unittest.skipUnless((ROOT / "build-release/server/chedang").exists(), "./dev test builds a release first, this suite alone does not")
class Readme(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="chedang-readme.")
        self.addCleanup(place.cleanup)
        self.folder, self.port = pathlib.Path(place.name), free_port()
        (self.folder / "newcomer").mkdir()
        (self.folder / "newcomer" / ".run").symlink_to(self.folder / "run")

    def dev(self, word):
        result = subprocess.run([ROOT / "dev", word], capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL,
                                env={**os.environ, "RUN_DIR": str(self.folder / "run"), "PORT": str(self.port), "DEMO_VEHICLES": "30"})
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout + result.stderr

    def follow(self, block):
        """What a block of the README prints, run where `.run` is."""
        result = subprocess.run(["bash", "-euc", f". .run/demo.env; . ./kept 2>/dev/null || true\n{block}\ndeclare -p TOKEN >kept 2>/dev/null || true"],
                                cwd=self.folder / "newcomer", capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_its_commands_do_what_it_says(self):
        told = self.dev("up")
        self.addCleanup(self.dev, "reset")
        env = (self.folder / "run/demo.env").read_text()
        names = {line.partition("=")[0] for line in env.splitlines()}
        self.assertLessEqual(PROMISED, names)
        self.assertIn(f"http://127.0.0.1:{self.port}", told)
        blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
        self.assertIn("./dev up", blocks[0])
        upload, lookup, batch, sandbox = blocks[1:]

        self.assertEqual(json.loads(self.follow(upload))["code"], "1")
        summary = json.loads(self.follow(lookup))
        self.assertIn(time.strftime("%Y-%m"), json.dumps(summary))
        lines = [json.loads(line) for line in self.follow(batch).splitlines()]
        self.assertEqual([line["status"] for line in lines], [200, 404])
        listed, _, looked = self.follow(sandbox).partition("\n{")
        self.assertGreater(len(json.loads(listed)["vehicles"]), 15)
        self.assertIn("handle", json.loads("{" + looked))

        pid = (self.folder / "run/chedang.pid").read_text()
        self.assertNotIn("Demonstration data", self.dev("up"))
        self.assertEqual((self.folder / "run/chedang.pid").read_text(), pid, "a second up leaves what runs alone")
        self.dev("down")
        self.dev("up")
        self.assertEqual((self.folder / "run/demo.env").read_text(), env)
        self.assertEqual(json.loads(self.follow(lookup))["record_count"], summary["record_count"])
        self.dev("reset")
        self.assertFalse((self.folder / "run").exists())


if __name__ == "__main__":
    unittest.main()
