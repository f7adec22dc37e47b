"""How the programs of each interface family ask: their messages are made here, and nowhere else in the tests."""
import hashlib
import json
import time
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


# v0, with its token in carInfo.
def v0(server, call, message):
    return post(server, f"{V0}{call}/query", message)


def v0_record(token, vin, number, **info):
    return {"carInfo": {"access_token": token, "carno": "沪A12345", "carvin": vin, "company": "上海示例汽车维修有限公司",
                        "repairnature": "10", "repairtype": "小修", "cartype": "2", "repairdate": "2024-01-02", "repairmile": "12345",
                        "workorderno": f"W-{number}", "faultdescript": "制动异响", "faultreason": "磨损", "materialsum": "300",
                        "mlaborsum": "120", "otherexpsum": "20", "total": "440", "settledate": "2024-01-03", "statementno": number, **info},
            "carpartslist": text([{"partsort": "1", "partsname": "制动片", "partsno": "BP-1", "partsmanufacture": "某厂", "partsquantity": "4",
                                   "partscost": "75", "partsallcost": "300", "partsattribute": "10", "caruserparts": "0"}]),
            "repairhourslist": text([{"repairhours": "1.5", "repairname": "更换制动片", "repaircost": "120", "laborhourprice": "80"}]),
            "othercostlist": text([{"othername": "检测费", "othercost": "20"}])}


# v2, signed as the document says: an independent second writing of the rule.
def joined(value):
    if value is None:
        return ""
    if isinstance(value, dict):
        return "&".join(f"{key}={joined(value[key])}" for key in sorted(value))
    if isinstance(value, list):
        return "&".join(joined(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return urllib.parse.unquote_plus(value if isinstance(value, str) else json.dumps(value))


def md5(words):
    return hashlib.md5(words.encode()).hexdigest()


def sign(fields, secret):
    return md5(joined({k: v for k, v in fields.items() if k != "sign"}) + secret)


class Openapi:
    """A program of the openapi."""

    def __init__(self, world, server, code):
        self.server, self.count = server, 0
        words = dict(line.split("=", 1) for line in world.command("workshop", "key", code).stdout.splitlines())
        self.app_id, self.secret = words["appId"], words["secret"]

    def fields(self, **fields):
        self.count += 1
        return {"appId": self.app_id, "nonce": int(time.time() * 1e6) * 1000 + self.count, "timestamp": str(int(time.time() * 1000)), **fields}

    def send(self, call, fields, prefix="/openapi"):
        return post(self.server, f"{prefix}/repairRecord/{call}", fields)

    def call(self, call, /, **fields):
        """The code of its answer."""
        fields = self.fields(**fields)
        answer = self.send(call, {**fields, "sign": sign(fields, self.secret)})
        assert answer.status == 200, answer.body
        return answer.json["code"]

    def insert(self, number, vin, /, **more):
        return self.call("insert", **{**received(number, vin), **more})

    def items(self, number, /, *items, **more):
        return self.call("updateRepairItemByOrderCode", orderCode=number, repairProjectList=list(items) or [item()], **more)

    def settle(self, number, /, **more):
        return self.call("updateSettleInfoByOrderCode", **{"orderCode": number, "totalCost": 440.0, "payTime": "2024-01-03 16:30:00", **more})

    def correct(self, number, vin, /, **more):
        return self.call("updateRepairInfoByOrderCode", **{"orderCode": number, "vin": vin, "vpn": "沪A12345", "repairTime": "2024-01-02 09:15:00",
                                                           "payTime": "2024-01-03 16:30:00", **more})


def received(number, vin):
    return {"vin": vin, "vpn": "沪A12345", "orderCode": number, "repairTime": "2024-01-02 09:15:00", "repairMileage": 12345.00,
            "serviceType": "小修", "fuelType": "A", "requirement": None, "faultDesc": "制动异响", "natureOfUse": "2",
            "carPhoto": None, "drivingPermitPhoto": None}


def item(name="更换制动片", **part):
    return {"projectName": name, "projectType": None, "workingHours": 1.5, "repairPartList": [
        {"partName": "制动片", "brandName": None, "partType": None, "partCode": "BP-1", "partQty": 4, "unit": "片", **part}]}
