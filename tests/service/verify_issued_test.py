"""What the service issues, judged by the program of the page that checks certificates, from upload to withdrawal."""
import base64
import json
import pathlib
import subprocess
import time
import unittest

from certificates import Exporter, Holder, make_keys, paper_code
from owner_test import register, row
from world import World, repair, vin

JUDGE = pathlib.Path(__file__).resolve().parents[1] / "unit/verify/judge.mjs"
WORDS = json.loads((JUDGE.parents[3] / "templates/verify.en.json").read_text())["verify"]
CAR = {"vin": vin(561001), "plate": "沪A61001", "engine_no": "EA888561001", "registration_no": "310000561001"}


class Issued(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.root = base64.urlsafe_b64encode(make_keys(cls.world)).decode().rstrip("=")
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR)])
        for i in range(4):
            cls.upload(i, f"202{i}0614", 10000 * (i + 1) + 7)
        cls.exporter = Exporter(cls.world, cls.server)
        cls.number = cls.exporter.issued(CAR["vin"], Holder(cls.world, cls.server, "13900079001", CAR).share())

    @classmethod
    def upload(cls, number, day, km):
        message = repair(cls.workshop, CAR["vin"], f"I-{number}", settled=day, odometer=str(km), vehicleplatenumber=CAR["plate"])
        assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"

    def judged(self, text):
        lists = {name: self.server.ask("GET", path).body.decode() for name, path in (("trust", "/certificates/trust-list.json"), ("status", "/certificates/status"))}
        said = subprocess.run(["node", str(JUDGE)], input=json.dumps({"input": text, "root": self.root, **lists}), capture_output=True, text=True, timeout=60)
        self.assertEqual(said.stderr, "")
        return json.loads(said.stdout)

    def paper(self):
        return paper_code(self.world, self.number)

    def verdicts(self):
        return [self.judged(text)["verdict"] for text in (json.dumps(self.exporter.envelope(self.number)), self.paper())]

    def page(self):
        return self.server.ask("GET", f"/verify/{self.number}?lang=en").body.decode()

    def test_from_issue_to_withdrawal(self):
        file, code = self.judged(json.dumps(self.exporter.envelope(self.number))), self.judged(self.paper())
        self.assertEqual((file["verdict"], file["log"], code["verdict"]), ("genuine", "proven", "genuine"))
        self.assertEqual(file["claims"], code["claims"])
        self.assertEqual((code["claims"]["vin"], code["claims"]["number"], code["claims"]["readings"][-1]),
                         (CAR["vin"], self.number, {"on": "2023-06-14", "km": 40007}))
        self.assertIn(WORDS["state_valid"], self.page())
        self.upload(9, "20240614", 50007)
        time.sleep(1)
        self.assertEqual(self.verdicts(), ["superseded", "superseded"])
        self.assertIn(WORDS["state_superseded"], self.page())
        answer = self.exporter.ask("POST", f"/v1/certificates/{self.number}/withdrawal", {"reason": "other"})
        self.assertLess(answer.status, 300, answer.body)
        self.assertEqual(self.verdicts(), ["withdrawn", "withdrawn"])
        page = self.page()
        self.assertIn(WORDS["state_withdrawn"], page)
        self.assertNotIn(CAR["vin"], page)


if __name__ == "__main__":
    unittest.main()
