"""What is stored of an upload: every element as what it is, and every message as it was sent."""
import json
import struct
import unittest

from sealed import opened
from world import World, repair, vin


class Kept(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_LEASE_MS=50, CHEDANG_POLL_MS=20)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.token = cls.world.workshop(cls.server)
        cls.workshop = int(cls.world.sql("SELECT max(id) FROM workshop")[0][0])

    def add(self, message, code="1"):
        body = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        answer = self.server.v1("lcipprocarfixrecordadd", body)
        self.assertEqual((answer.status, answer.json["code"]), (200, code), answer.body.decode())
        return body, answer.json["status"]

    def newest(self, table, columns):
        return self.world.sql(f"SELECT {columns} FROM {table} ORDER BY id DESC LIMIT 1")[0]

    def detail(self, table="repair"):
        """What is sealed of the newest record."""
        key, sealed, workshop, brought, settled, odometer = self.newest(
            table, "encode(vehicle_key, 'hex'), encode(detail, 'hex'), workshop_id, coalesce(to_char(brought_on, 'YYYYMMDD'), '0'),"
                   "coalesce(to_char(settled_on, 'YYYYMMDD'), '0'), coalesce(odometer_km, -1)")
        row = bytes.fromhex(key) + struct.pack("<qiiii", int(workshop), int(brought), int(settled), int(odometer), 0)
        self.assertIsNone(opened(self.world, bytes.fromhex(sealed), "repair.detail", bytes(len(row))))
        return json.loads(opened(self.world, bytes.fromhex(sealed), "repair.detail", row))

    def body(self, table):
        sealed, content = map(bytes.fromhex, self.newest(table, "encode(body, 'hex'), encode(content, 'hex')"))
        row = self.workshop.to_bytes(8, "little") + content
        self.assertIsNone(opened(self.world, sealed, f"{table}.body", bytes(len(row))))
        return opened(self.world, sealed, f"{table}.body", row)

    def test_all_thirteen_elements_are_stored_as_what_they_are(self):
        message = repair(self.token, vin(1), "E-13", settled="20240103", odometer="52,300公里", repairdate="2024-01-02",
                         vehicleplatenumber=" 沪a·12345", faultdescription="制动异响")
        message["vehiclepartslist"] = [{"partsname": "机油", "partsquantity": "4.25", "partscode": "SN5W30"},
                                       {"partsname": "机滤", "partsquantity": 1}]
        message["repairprojectlist"] = [{"repairproject": "更换机油", "workinghours": 1.5}]
        self.add(message)
        typed = self.newest("repair", "brought_on, settled_on, odometer_km, pg_typeof(brought_on), pg_typeof(settled_on), "
                                      "pg_typeof(odometer_km), works, parts, findings")
        self.assertEqual(typed, ["2024-01-02", "2024-01-03", "52300", "date", "date", "integer", "oil", "oil,filter", ""])
        self.assertEqual(self.detail(), {
            "plate": "沪A12345", "settlement_no": "E-13", "company_name": "上海示例汽车维修有限公司", "fault": "制动异响",
            "works": [{"name": "更换机油", "hours": 150}],
            "parts": [{"name": "机油", "code": "SN5W30", "quantity": 425}, {"name": "机滤", "quantity": 100}],
            "unread": []})
        key, sealed = map(bytes.fromhex, self.world.sql("SELECT encode(key, 'hex'), encode(vin, 'hex') FROM vehicle "
                                                        "WHERE key = (SELECT vehicle_key FROM repair ORDER BY id DESC LIMIT 1)")[0])
        self.assertEqual(opened(self.world, sealed, "vehicle.vin", key), vin(1).encode())

    def test_what_cannot_be_read_is_kept_as_it_was_sent(self):
        message = repair(self.token, vin(2), "unread", odometer=" 大约五万 ", repairdate="２０２４年一月")
        message["vehiclepartslist"] = [{"partsname": f"件{i}", "partsquantity": "一个"} for i in range(100)]
        message["repairprojectlist"][0]["workinghours"] = "1小时半"
        _, told = self.add(message)
        self.assertIn("无法识别", told)
        self.assertEqual(self.newest("repair", "odometer_km, brought_on, settled_on, findings"), [None, None, "2024-01-03", "N1"])
        unread = {u["field"]: u["text"] for u in self.detail()["unread"]}
        self.assertEqual(unread, {
            "repairmileage": "大约五万", "repairdate": "２０２４年一月", "repairprojectlist/0/workinghours": "1小时半",
            **{f"vehiclepartslist/{i}/partsquantity": "一个" for i in range(100)}})
        self.assertNotIn("quantity", self.detail()["parts"][0])

    def test_values_of_another_kind_are_not_taken_for_absent(self):
        """They were, without a finding."""
        message = repair(self.token, vin(3), "kinds", odometer={"km": 5}, repairdate=True, faultdescription=["异响", "漏油"])
        message["repairprojectlist"][0]["workinghours"] = [1]
        self.add(message)
        self.assertEqual(self.newest("repair", "odometer_km, brought_on, findings"), [None, None, "N1"])
        self.assertEqual(self.detail()["unread"], [
            {"field": "repairmileage", "text": '{"km":5}'}, {"field": "repairdate", "text": "true"},
            {"field": "repairprojectlist/0/workinghours", "text": "[1]"}])
        self.assertEqual(self.detail()["fault"], '["异响","漏油"]')

    def test_fillers_and_what_is_empty_are_absence(self):
        for i, filler in enumerate(("", " ", "无", "N/A", "-", None, [], {})):
            message = repair(self.token, vin(10 + i), f"filler-{i}", odometer=filler, repairdate=filler, companyname=filler,
                             vehicleplatenumber=filler, faultdescription=filler)
            message["vehiclepartslist"] = [{"partsname": filler, "partsquantity": filler, "partscode": filler}]
            message["repairprojectlist"] = [{"repairproject": "喷漆", "workinghours": filler}]
            self.add(message)
            self.assertEqual(self.newest("repair", "odometer_km, brought_on, plate_index, findings"), [None, None, None, ""], filler)
            self.assertEqual(self.detail(), {"settlement_no": f"filler-{i}", "works": [{"name": "喷漆"}], "parts": [], "unread": []})

    def test_fillers_in_place_of_lists_are_none(self):
        """They kept the whole record out of the history."""
        for i, filler in enumerate(("无", "N/A", "null", " ", "[]")):
            message = repair(self.token, vin(20 + i), f"no-list-{i}")
            message["vehiclepartslist"] = message["repairprojectlist"] = filler
            self.add(message)
            self.assertEqual((self.detail()["works"], self.detail()["parts"]), ([], []))

    def test_settlement_numbers_that_differ_at_their_end_are_two(self):
        """They were one, when the difference was behind the 64th character."""
        before = int(self.world.sql("SELECT count(*) FROM repair")[0][0])
        for end in ("a", "b"):
            self.add(repair(self.token, vin(30), "9" * 70 + end))
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM repair")[0][0]), before + 2)
        self.assertEqual(self.detail()["unread"], [{"field": "costlistcode", "text": "9" * 70 + "b"}])

    def test_a_number_and_its_text_are_one_settlement(self):
        before = int(self.world.sql("SELECT count(*) FROM repair")[0][0])
        for number in (20240001, "20240001", " 20240001 ", 20240001.0):
            self.add(repair(self.token, vin(31), number))
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM repair")[0][0]), before + 1)
        self.assertEqual(self.newest("repair", "revision"), ["1"])

    def test_an_accepted_message_is_kept_byte_for_byte(self):
        sent, _ = self.add(repair(self.token, vin(40), "bytes", gd_id="7", faultdescription="长" * 3000))
        self.assertEqual(self.body("message"), sent)
        self.assertEqual(self.newest("message", "workshop_id, family"), [str(self.workshop), "v1"])

    def test_what_is_kept_apart_is_kept_byte_for_byte_with_its_reason(self):
        token = self.token.encode()
        good = json.dumps(repair(self.token, vin(50), "apart"), ensure_ascii=False)
        cases = [("V1", "VIN", json.dumps(repair(self.token, "无", "a-1"), ensure_ascii=False).encode()),
                 ("D1", "日期", json.dumps(repair(self.token, vin(50), "a-2", settled="20990101")).encode()),
                 ("V1,O1", "里程", json.dumps(repair(self.token, "", "a-3", odometer="1000000")).encode()),
                 ("unreadable", "结构", json.dumps({**repair(self.token, vin(50), "a-4"), "vehiclepartslist": 5}).encode()),
                 ("broken_json", "UTF-8", good.encode("gbk")),
                 ("broken_json", "JSON", good.encode()[:-1] + b',"repairprojectlist":]}'),
                 ("broken_json", "JSON", b'{"access_token":"' + token + b'","x":"\\u0000"}'),
                 ("broken_json", "JSON", b'{"access_token":"' + token + b'","x":"\0"}'),
                 ("broken_json", "JSON", b'{"access_token":"' + token + b'","x":1e400}'),
                 ("broken_json", "JSON", b'{"access_token":"' + token + b'","costlistcode":99999999999999999999}'),
                 ("broken_json", "JSON", b'{"access_token":"' + token + b'","x":' + b"[" * 40 + b"]" * 40 + b"}"),
                 ("broken_json", "JSON", b'{"access_token":"' + token + b'","x":[' + b"0," * 30000 + b"0]}")]
        repairs = self.world.sql("SELECT count(*) FROM repair")
        for reason, word, sent in cases:
            with self.subTest(sent[:200]):
                _, told = self.add(sent, "-30")
                self.assertIn(word, told)
                self.assertEqual(self.newest("quarantine", "workshop_id, family, reason"), [str(self.workshop), "v1", reason])
                self.assertEqual(self.body("quarantine"), sent)
        self.assertEqual(self.world.sql("SELECT count(*) FROM repair"), repairs)

    def test_an_old_revision_is_kept_whole(self):
        for fault in ("第一版", "第二版"):
            self.add(repair(self.token, vin(60), "revised", faultdescription=fault))
        self.assertEqual(self.detail()["fault"], "第二版")
        self.assertEqual(self.detail("repair_revision")["fault"], "第一版")
