"""From an upload to a certificate that somebody abroad reads off the paper, and to the record that makes it the former one."""
import json
import pathlib
import subprocess
import time
import unittest

from certificates import Exporter, Holder, make_keys
from owner_test import register, row
from world import World, repair, vin

VERIFIER = pathlib.Path(__file__).with_name("second_verifier.mjs")
CAR = {"vin": vin(563001), "plate": "沪A63001", "engine_no": "EA888563001", "registration_no": "310000563001"}


def run(*command, **how):
    return subprocess.run([str(c) for c in command], capture_output=True, check=True, timeout=60, **how).stdout


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.folder = cls.world.folder
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)

    def upload(self, year, km):
        message = repair(self.workshop, CAR["vin"], f"S-{year}", settled=f"{year}0614", odometer=str(km), vehicleplatenumber=CAR["plate"])
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")

    def lists(self):
        """As the service publishes them to anybody."""
        for name, path in (("trust", "/certificates/trust-list.json"), ("status", "/certificates/status")):
            (self.folder / name).write_bytes(self.server.ask("GET", path).body)
        return {name: (self.folder / name).read_text() for name in ("trust", "status")}

    def second_opinion(self, code, envelope):
        root = (self.folder / "root.pub").read_text().split()[0].removeprefix("root=")
        return json.loads(run("node", VERIFIER, input=json.dumps({"code": code, "envelope": envelope, "root": root, **self.lists()}).encode()))

    def judged(self, path, **how):
        """By the program that anybody can have."""
        self.lists()
        return self.world.command("verify", str(path), "--trust", str(self.folder / "trust"), "--root", str(self.folder / "root.pub"),
                                  "--status", str(self.folder / "status"), check=False, **how)

    def test_from_upload_to_the_record_that_supersedes_it(self):
        # Five repairs, an owner who lets an exporter have a certificate.
        for year in range(2019, 2024):
            self.upload(year, 10000 * (year - 2018) + 7)
        register(self.world, [row(CAR)])
        exporter = Exporter(self.world, self.server)
        number = exporter.issued(CAR["vin"], Holder(self.world, self.server, "13900079101", CAR).share())

        # The paper, as it is printed and scanned: an image, of which nobody knows where the code is.
        paper, page = self.folder / "certificate.pdf", self.folder / "page"
        paper.write_bytes(exporter.ask("GET", f"/v1/certificates/{number}.pdf").body)
        run("pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1", "-singlefile", paper, page)
        code = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page.with_suffix(".png")).decode().strip()
        self.assertTrue(code.startswith("HTTPS://CHEDANG.EXAMPLE/C#"), code[:40])

        # What is attached to it, taken out by somebody else's program, is the file that the interface hands out as well.
        (attached,) = [line.split(" ")[0] for line in run("qpdf", "--list-attachments", paper).decode().splitlines() if line.startswith("chedang-")]
        file = json.dumps(exporter.envelope(number), ensure_ascii=False, separators=(",", ":"))
        self.assertEqual(json.loads(run("qpdf", f"--show-attachment={attached}", paper)), json.loads(file))

        # A verifier from the standards alone, and ours.
        self.assertEqual(self.second_opinion(code, file), {"number": number, "vin": CAR["vin"], "km": 50007, "status": "valid"})
        for path in (paper, page.with_suffix(".png")):
            said = self.judged(path)
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
            self.assertIn(number, said.stdout)
        for text in (file, code):
            said = self.judged("-", input=text)
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
            self.assertIn(number, said.stdout)

        # A touched file is altered for both.
        touched = self.folder / "touched.pdf"
        touched.write_bytes(paper.read_bytes().replace(b'"km":50007', b'"km":40007'))
        self.assertEqual(self.judged(touched).returncode, 11)
        self.assertEqual(self.judged("-", input=file.replace('"km":50007', '"km":40007')).returncode, 11)
        with self.assertRaises(subprocess.CalledProcessError):
            self.second_opinion(code, file.replace('"km":50007', '"km":40007'))

        # One more repair: within a second of the workshop's receipt whoever asks for the list knows.
        self.upload(2024, 60007)
        received = time.monotonic()
        while self.second_opinion(code, file)["status"] != "superseded":
            self.assertLess(time.monotonic() - received, 1 + 2)  # a second, and what the verifier itself takes
        said = self.judged(paper)
        self.assertEqual((said.returncode, said.stdout.split(":")[0]), (14, "Superseded"), said.stderr)


if __name__ == "__main__":
    unittest.main()
