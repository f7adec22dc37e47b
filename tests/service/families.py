"""How the programs of each interface family ask: their messages are made here, and nowhere else in the tests."""
import json
import unittest
import urllib.parse

from world import V1, World, repair, vin

PASSWORD = "geheim-123"
V0, MINISTRY = "/restservices/lciprest/", "/restservices/lciphostrest/"


def text(message):
    return message if isinstance(message, (bytes, str)) else json.dumps(message, ensure_ascii=False)


def post(server, path, message, kind="application/json"):
    body = text(message)
    return server.ask("POST", path, body.encode() if isinstance(body, str) else body, {"Content-Type": kind})


def ministry(server, call, message):
    return post(server, f"{MINISTRY}{call}/query", message)


def ministry_element(token, vin, number, shop="", **info):
    """One record of a batch; its parts are strings, as the one known program has them."""
    v1 = repair(token, vin, number, **info)
    return {"access_token": token, "administrativedivisioncode": "310115", "companyuniquecode": shop,
            "basicinfo": text(v1["basicInfo"]), "vehiclepartslist": text(v1["vehiclepartslist"]),
            "repairprojectlist": text(v1["repairprojectlist"])}


def ministry_batch(server, elements):
    return ministry(server, "lcipcarfixrecordaddall", {"str": text(elements)})


def foshan(server, call, field, message, method="GET"):
    form = urllib.parse.urlencode({field: text(message)})
    if method == "GET":
        return server.ask("GET", f"/api/{call}.ashx?{form}")
    return post(server, f"/api/{call}.ashx", form, "application/x-www-form-urlencoded")


def foshan_record(token, vin, number, **info):
    v1 = repair(token, vin, number, vehicleplatecolor="1", **info)
    return {"access_token": token, "header": {"date": "20240103", "time": "101500"},
            "body": {**v1["basicInfo"], "vehiclepartslist": v1["vehiclepartslist"], "repairprojectlist": v1["repairprojectlist"]}}


def chengdu(server, call, message, kind="text/html"):
    return post(server, f"/carhealth/{call}", {"transaction": {
        "header": {"date": "20240103", "time": "101500"}, "body": {"reqInfo": message}}}, kind)


def v1(server, call, message):
    return post(server, f"{V1}{call}/query", message)


class Families(unittest.TestCase):
    """A world with a workshop."""
    serial = 600000

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_REGISTER_DAY=100000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.token = cls.world.workshop(cls.server)

    def new_vin(self):
        Families.serial += 1
        return vin(Families.serial)

    def records(self, table="repair"):
        return int(self.world.sql(f"SELECT count(*) FROM {table}")[0][0])

    def newest(self, columns, table="repair"):
        return self.world.sql(f"SELECT {columns} FROM {table} ORDER BY id DESC LIMIT 1")[0]

    def assertAdded(self, answer):
        self.assertEqual(answer.status, 200)
        self.assertIn("新增成功".encode(), answer.body)
        told = answer.json.get("respInfo", answer.json)
        self.assertEqual(told["code"], "1", answer.body.decode())
