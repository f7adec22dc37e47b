"""An exporter's people at their pages, and what they read there."""
import csv
import html
import io
import re
import unittest

from authenticator import admin
from certificates import Exporter, Holder, make_keys
from owner_test import register, row
from world import World, repair, vin

CONSOLE, NEW, BATCHES = "/platform/certificates", "/platform/certificates/new", "/platform/certificates/batches"
PAPERS = "/platform/certificates/papers"


def car(number):
    return {"vin": vin(570000 + number), "plate": f"沪A7{number:04d}", "engine_no": f"EA88857{number:04d}",
            "registration_no": f"31000057{number:04d}"}


def table(page):
    return [[html.unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)]
            for line in re.findall(r"<tr>(.*?)</tr>", page, re.S)]


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))


class Console(unittest.TestCase):
    """A world with owners, and exporters whose people sign in; it has no tests of its own."""

    @classmethod
    def settings(cls):
        """What a story wants besides."""
        return {}

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_THREADS=2, **cls.settings())
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.cars = iter(car(i) for i in range(1000))
        cls.phones = iter(f"1390008{i:04d}" for i in range(1000))

    def owner(self, records=2):
        owned = next(self.cars)
        register(self.world, [row(owned)])
        for i in range(records):
            message = repair(self.workshop, owned["vin"], f"{owned['vin']}-{i}", settled=f"202{i}0614", odometer=str(10000 * (i + 1)),
                             vehicleplatenumber=owned["plate"])
            self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        return Holder(self.world, self.server, next(self.phones), owned)

    def agent(self, name="出口代理"):
        """An exporter, and the browser of its administrator."""
        exporter = Exporter(self.world, self.server, name)
        who = admin(self.world, self.server, exporter.client)
        exporter.admin, exporter.browser = who, who.enrol()
        return exporter

    def fields(self, owner, **more):
        return {"vin": owner.car["vin"], "reference": "order-1", "destination": "KZ", "language": "kk", "ground": "share", **more}

    def send(self, browser, **fields):
        browser.get(NEW)
        return browser.post(NEW, follow=False, once=hidden(browser.page, "once"), **fields)

    def link(self, owner, **more):
        return f"https://chedang.example/s/{owner.share(**more)['share']}"

    def issue(self, agent, owner, **more):
        answer = self.send(agent.browser, **self.fields(owner, share=self.link(owner), **more))
        self.assertEqual(answer.status, 303, agent.browser.page)
        return answer.header("location").removeprefix(CONSOLE + "/").removesuffix("?issued")
