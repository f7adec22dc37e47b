"""Workshops and what they upload, until all of it is counted."""
import datetime
import json
import threading
import time
import unittest

from world import World, repair, vin

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()


def day(ago):
    return (TODAY - datetime.timedelta(days=ago)).strftime("%Y%m%d")


class Counting(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.server = self.world.server().start()
        self.workshops = {}

    def workshop(self, name):
        code, token = self.world.workshop(self.server, name=name)
        self.workshops[name] = token
        return self.world.sql(f"SELECT id FROM workshop WHERE code = '{code}'")[0][0]

    def upload(self, name, car, number, ago=10, km=None, **info):
        message = repair(self.workshops[name], vin(car) if isinstance(car, int) else car, number, settled=day(ago),
                         odometer=str(20000 + (100 - ago) * 40 if km is None else km), repairdate=day(ago), **info)
        answer = self.server.v1("lcipprocarfixrecordadd", message)
        self.assertEqual(answer.json["code"], "1", answer.json)

    def bulk(self, name, lines):
        code = self.world.sql(f"SELECT code FROM workshop WHERE name = '{name}'")[0][0]
        text = "".join(json.dumps({"repair": {"companycode": code, **line}}, ensure_ascii=False) + "\n" for line in lines)
        self.world.command("import", "-", input=text)

    def line(self, car, number, ago, km, fault="保养", plate="沪A12345"):
        return {"basicInfo": {"vehicleplatenumber": plate, "companyname": "x", "vin": car, "repairdate": day(ago),
                              "repairmileage": str(km), "settledate": day(ago), "faultdescription": fault, "costlistcode": number},
                "vehiclepartslist": [{"partsname": "机油", "partsquantity": "4", "partscode": "X"}],
                "repairprojectlist": [{"repairproject": "更换机油", "workinghours": "1"}]}

    def beside(self, text):
        thread = threading.Thread(target=self.world.sql, args=(text,))
        thread.start()
        return thread

    def settled(self, seconds=60):
        """All that is stored is counted, added up and judged."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            left = self.world.sql("""
                SELECT (SELECT count(*) FROM change WHERE xid >= (SELECT low FROM workshop_position) AND NOT EXISTS
                           (SELECT FROM workshop_seen WHERE vehicle_key = key AND workshop_seen.version >= change.version))
                     + (SELECT count(*) FROM workshop_day WHERE stale) + (SELECT count(*) FROM workshop_standing WHERE stale)
                     + (SELECT count(*) FROM workshop_position WHERE swept IS NOT NULL)""")[0][0]
            if left == "0":
                return
            time.sleep(0.1)
        self.fail("what was stored is not counted")
