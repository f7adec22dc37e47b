"""./dev and the servers that it starts on one machine, as far as that can be seen without a build."""
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

from world import ROOT


class Local(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="chedang ")
        self.addCleanup(place.cleanup)
        self.folder = pathlib.Path(place.name)

    def dev(self, *words, **environment):
        return subprocess.run([ROOT / "dev", *words], env={**os.environ, "RUN_DIR": str(self.folder), **environment},
                              capture_output=True, text=True, timeout=120)

    def cluster(self, verb):
        subprocess.run(["bash", ROOT / "deploy" / "cluster.sh", verb, self.folder], check=True, capture_output=True, timeout=120)

    def test_mistakes_are_told_before_anything_is_done(self):
        for words, environment, told in (
                (["nonsense"], {}, "There is no command nonsense."),
                (["test", "unit", "nonsense"], {}, "There is no suite nonsense."),
                (["up", "now"], {}, "takes no argument: now"),
                (["up"], {"PORT": "http"}, "PORT is not a number."),
                (["up"], {"PORT": "65536"}, "There is no port 65536.")):
            result = self.dev(*words, **environment)
            self.assertNotEqual(result.returncode, 0, words)
            self.assertIn(told, result.stderr)
            self.assertNotIn("Packages", result.stderr)

    def test_a_port_in_use_leaves_nothing_behind(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            run = self.folder / "run"
            result = self.dev("up", PORT=str(other.getsockname()[1]), RUN_DIR=str(run))
        self.assertEqual(result.returncode, 1)
        self.assertIn("is taken by another program", result.stderr)
        self.assertFalse(run.exists())

    def test_a_folder_with_other_things_is_left_alone(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        (self.folder / "letter").write_text("dear")
        for verb, code in (("up", 1), ("down", 0), ("reset", 1)):
            self.assertEqual(self.dev(verb, PORT=port).returncode, code, verb)
            self.assertEqual([path.name for path in self.folder.iterdir()], ["letter"])

    def test_a_cluster_whose_making_was_interrupted_is_made_anew(self):
        """Roles that were there already, or a PostgreSQL without our roles, once stopped every start that followed."""
        self.addCleanup(self.dev, "reset")
        self.cluster("start")
        self.assertFalse((self.folder / "new-cluster").exists())
        self.cluster("stop")
        (self.folder / "new-cluster").touch()
        self.cluster("start")
        self.assertFalse((self.folder / "new-cluster").exists())
