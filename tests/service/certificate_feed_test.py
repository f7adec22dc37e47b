"""An exporter is told when a certificate is no longer what it was: in its feed, at its webhook, and at its console."""
import json
import time
import unittest

import openapi
from agents import CONSOLE, Console
from certificates import Exporter
from feed_test import Client
from webhook_test import Receiver
from world import free_port, repair


class CertificateFeed(Console):
    @classmethod
    def settings(cls):
        cls.port = free_port()
        return {"CHEDANG_WEBHOOK_ALLOW": f"127.0.0.1:{cls.port}"}

    def issued(self, exporter, owner):
        return exporter.issued(owner.car["vin"], owner.share())

    def change(self, owner, number="more"):
        message = repair(self.workshop, owner.car["vin"], f"{owner.car['vin']}-{number}", settled="20240614", odometer="41000",
                         vehicleplatenumber=owner.car["plate"])
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")

    def told(self, exporter, after=0, wait=0):
        answer = exporter.ask("GET", f"/v1/changes?after={after}&wait={wait}")
        self.assertEqual(answer.status, 200, answer.body)
        return [(e["seq"], e["kind"], e["certificate"]) for e in answer.json["changes"]]

    def test_who_waits_is_told_that_it_is_superseded(self):
        exporter, owner = Exporter(self.world, self.server), self.owner()
        number = self.issued(exporter, owner)
        self.assertEqual(self.told(exporter), [])
        self.change(owner)
        self.assertEqual(self.told(exporter, wait=20), [(1, "CERTIFICATE_SUPERSEDED", number)])
        following = exporter.get(exporter.issued(owner.car["vin"], owner.share(), predecessor=number))
        self.assertEqual(following["predecessor"], number)
        exporter.ask("POST", f"/v1/certificates/{number}/withdrawal", {"reason": "other"})
        self.assertEqual(self.told(exporter, after=1), [(2, "CERTIFICATE_WITHDRAWN", number)])
        self.assertEqual(self.told(exporter, after=2), [])

    def test_each_is_told_of_its_own_and_platforms_of_none(self):
        exporters, owners = [Exporter(self.world, self.server) for _ in range(2)], [self.owner() for _ in range(3)]
        platform = Client(self.world, self.server)
        platform.look(owners[0].car["vin"])
        numbers = [[self.issued(e, o) for o in owners] for e in exporters]
        for owner in owners:
            self.change(owner)
        for exporter, own in zip(exporters, numbers):
            ends = time.monotonic() + 20
            while len(told := self.told(exporter)) < 3 and time.monotonic() < ends:
                time.sleep(0.1)
            self.assertEqual([(seq, kind) for seq, kind, _ in told], [(n + 1, "CERTIFICATE_SUPERSEDED") for n in range(3)])
            self.assertEqual({number for _, _, number in told}, set(own))
        platform.changes(0, "&wait=5")
        self.assertTrue(all("certificate" not in event for event in platform.changes()["changes"]))

    def test_it_is_sent_to_the_webhook(self):
        receiver = Receiver(self.port)
        self.addCleanup(receiver.close)
        exporter, owner = Exporter(self.world, self.server), self.owner()
        number = self.issued(exporter, owner)
        made = exporter.ask("POST", "/v1/webhooks", {"url": f"http://127.0.0.1:{self.port}/hook"})
        self.assertEqual(made.status, 201, made.body)
        self.change(owner)
        ends = time.monotonic() + 30
        while receiver.taken() != [1] and time.monotonic() < ends:
            time.sleep(0.1)
        self.assertEqual(receiver.taken(), [1])
        _, headers, body, _ = receiver.got[-1]
        openapi.check_message("changes", headers, body)
        self.assertEqual([(e["kind"], e["certificate"]) for e in json.loads(body)["events"]], [("CERTIFICATE_SUPERSEDED", number)])

    def test_an_exporters_token_still_opens_nothing_of_vehicles(self):
        exporter = Exporter(self.world, self.server)
        for method, path in (("GET", f"/v1/vehicles/{'A' * 39}/summary"), ("PUT", f"/v1/vehicles/{'A' * 39}/watch"), ("GET", "/v1/sandbox")):
            answer = exporter.ask(method, path)
            self.assertEqual((answer.status, answer.json["code"]), (403, "insufficient_scope"))

    def test_the_console_says_what_is_to_be_issued_again(self):
        agent, owner = self.agent(), self.owner()
        number = self.issue(agent, owner)
        self.assertNotIn("不再是最新的", self.page(agent, CONSOLE))
        self.change(owner)
        self.assertEqual(self.told(agent, wait=20), [(1, "CERTIFICATE_SUPERSEDED", number)])
        page = self.page(agent, CONSOLE)
        self.assertIn('1 份未过期的证明因车辆记录有变化而不再是最新的，且尚未开具下一份。 <a href="/platform/certificates?state=superseded">', page)
        self.assertIn(number, self.page(agent, f"{CONSOLE}?state=superseded"))
        self.assertIn("贵司的证明被取代或撤回时", self.page(agent, "/platform/changes"))
        self.issue(agent, owner)
        self.assertNotIn("不再是最新的", self.page(agent, CONSOLE))

    def page(self, agent, path):
        return agent.browser.get(path).body.decode()


if __name__ == "__main__":
    unittest.main()
