"""v2, the signed interface: a repair in three steps, what is refused with which code, and what histories become of it."""
import base64
import json
import time
import unittest

from families import Families, Openapi, item, joined, md5, post, received, sign
from papers import png
from sealed import opened
from world import vin


def taken_apart(photo):
    """What begins like a photo and is none."""
    return base64.b64encode(photo[:20] + b"\0" * 2000).decode()


class OpenapiUpload(Families):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = Openapi(cls.world, cls.server, cls.code)

    def orders(self):
        return self.records("workshop_order")

    def message(self):
        """What the newest record was stored from."""
        workshop, content, body = self.world.sql("SELECT workshop_id, encode(content, 'hex'), encode(body, 'hex') FROM message ORDER BY received_at DESC, id DESC LIMIT 1")[0]
        row = int(workshop).to_bytes(8, "little") + bytes.fromhex(content)
        return json.loads(opened(self.world, bytes.fromhex(body), "message.body", row))

    def whole(self, number, v, **settled):
        p = self.program
        self.assertEqual([p.insert(number, v), p.items(number), p.settle(number, **settled)], [0, 0, 0])

    # The three steps.
    def test_a_record_is_there_when_the_bill_is_settled_and_not_before(self):
        p, v, before = self.program, self.new_vin(), (self.records(), self.orders())
        self.assertEqual((p.insert("WX-1", v), p.items("WX-1")), (0, 0))
        self.assertEqual((self.records(), self.orders()), (before[0], before[1] + 1))
        self.assertEqual(p.settle("WX-1"), 0)
        self.assertEqual((self.records(), self.orders()), (before[0] + 1, before[1]))
        self.assertEqual(self.newest("brought_on, settled_on, odometer_km, findings"), ["2024-01-02", "2024-01-03", "12345", ""])
        works, parts = self.newest("works, parts")
        self.assertNotEqual((works, parts), ("", ""))
        self.assertEqual(self.message()["fuelType"], "A")

    def test_each_step_that_comes_again_changes_nothing_and_is_told_as_done(self):
        p, v = self.program, self.new_vin()
        for _ in range(2):
            self.assertEqual((p.insert("WX-2", v), p.items("WX-2")), (0, 0))
        for _ in range(2):
            self.assertEqual((p.settle("WX-2"), p.items("WX-2")), (0, 0))
        self.assertEqual(p.insert("WX-2", v), 0)
        self.assertEqual(self.newest("revision"), ["1"])

    def test_steps_in_another_order(self):
        p, v = self.program, self.new_vin()
        self.assertEqual((p.settle("WX-3"), p.items("WX-3")), (2003, 2003))
        self.assertEqual((p.insert("WX-3", v), p.settle("WX-3")), (0, 0))  # items come late
        self.assertEqual(p.items("WX-3"), 0)
        self.assertEqual(self.newest("revision")[0], "2")
        self.assertNotEqual(self.newest("works")[0], "")

    def test_what_is_received_again_with_another_vin_is_another_vehicles(self):
        p, wrong, right = self.program, self.new_vin(), self.new_vin()
        self.assertEqual((p.insert("WX-4", wrong), p.items("WX-4"), p.insert("WX-4", right), p.settle("WX-4")), (0, 0, 0, 0))
        self.assertEqual(self.message()["vin"], right)
        self.assertNotEqual(self.newest("works")[0], "")
        self.assertEqual(p.insert("WX-4", wrong), 2004)  # now there is a record

    def test_a_correction_keeps_what_it_does_not_name(self):
        p, v = self.program, self.new_vin()
        self.whole("WX-5", v)
        self.assertEqual(p.correct("WX-5", v, payTime="2024-01-05 10:00:00"), 0)
        self.assertEqual(self.newest("revision, settled_on, odometer_km"), ["2", "2024-01-05", "12345"])
        self.assertNotEqual(self.newest("works")[0], "")
        kept = self.message()
        self.assertEqual((kept["fuelType"], kept["natureOfUse"], kept["faultDesc"], kept["totalCost"]), ("A", "2", "制动异响", "440.0"))
        self.assertEqual(p.correct("WX-5", v, repairProjectList=[]), 0)
        self.assertNotEqual(self.newest("works")[0], "")
        moved = self.new_vin()
        self.assertEqual(p.correct("WX-5", moved, repairProjectList=[item("更换机油")]), 0)
        self.assertEqual(self.message()["vin"], moved)
        self.assertEqual(self.message()["repairProjectList"][0]["projectName"], "更换机油")
        self.assertEqual(p.correct("WX-never", v), 2003)

    def test_orders_are_the_workshops_own(self):
        other = Openapi(self.world, self.server, self.world.workshop(self.server, name="另一家汽修")[0])
        self.whole("WX-6", self.new_vin())
        self.assertEqual((other.settle("WX-6"), other.correct("WX-6", self.new_vin())), (2003, 2003))

    def test_what_is_stored_of_an_order_is_sealed_and_swept_after_thirty_days(self):
        v = self.new_vin()
        self.program.insert("WX-7", v)
        dump = str(self.world.sql("SELECT encode(body, 'escape') FROM workshop_order"))
        for word in (v, "沪A12345", "WX-7"):
            self.assertNotIn(word, dump)
        self.world.sql("UPDATE workshop_order SET opened_at = now() - interval '31 days'")
        until = time.monotonic() + 90
        while self.orders() and time.monotonic() < until:
            time.sleep(0.5)
        self.assertEqual(self.orders(), 0)
        self.assertEqual(self.program.settle("WX-7"), 2003)

    # What is wrong.
    def test_codes_of_fields(self):
        p, v, repairs = self.program, self.new_vin(), self.records()
        wrong = ({"vpn": "沪A1"}, 2000), ({"vin": "无"}, 2001), ({"vin": v[:16]}, 2001), ({"orderCode": "9" * 31}, 2002), ({"fuelType": "X"}, 2009), \
            ({"fuelType": "AB"}, 2009), ({"natureOfUse": "3"}, 2010), ({"repairTime": "2024-13-01 00:00:00"}, 108), ({"repairMileage": "12x"}, 108), \
            ({"serviceType": "长" * 65}, 108), ({"vin": None}, 107), ({"fuelType": ""}, 107), ({"faultDesc": "长" * 513}, 108)
        for fields, code in wrong:
            self.assertEqual(p.insert("WX-8", v, **fields), code, fields)
        self.assertEqual(p.insert("WX-8", v, vpn="沪AD12345", faultDesc="长" * 512), 0)
        for items, code in (([item(partQty=0.5)], 2006), ([item(partQty="一")], 108), ([item(partName="")], 107), ([item(name="长" * 256)], 108), (["x"], 108)):
            self.assertEqual(p.items("WX-8", *items), code, items)
        self.assertEqual(p.call("updateRepairItemByOrderCode", orderCode="WX-8", repairProjectList=[]), 2005)
        self.assertEqual(p.call("updateRepairItemByOrderCode", orderCode="WX-8"), 2005)
        self.assertEqual(p.settle("WX-8", payTime="2024-01-01 00:00:00"), 108)  # before it was brought in
        self.assertEqual(p.settle("WX-8", totalCost="abc"), 108)
        self.assertEqual((self.records(), p.settle("WX-8"), self.records()), (repairs, 0, repairs + 1))
        self.assertEqual(self.newest("family", "quarantine"), ["v2"])

    def test_what_is_refused_is_kept_once(self):
        v = self.new_vin()
        self.program.insert("WX-9", v, fuelType="X")
        before = self.records("quarantine")
        self.program.insert("WX-9", v, fuelType="X")
        self.assertEqual(self.records("quarantine"), before)

    def test_codes_of_calls(self):
        p, fields = self.program, self.program.fields(**received("WX-10", self.new_vin()))
        signed = {**fields, "sign": sign(fields, p.secret)}
        code = lambda message: p.send("insert", message).json["code"]
        self.assertEqual(code(""), 106)
        self.assertEqual(code("{"), 108)
        self.assertEqual(code("[]"), 108)
        self.assertEqual(code({k: v for k, v in signed.items() if k != "sign"}), 107)
        self.assertEqual(code({**signed, "appId": "0" * 16}), 3025)
        self.assertEqual(code({**signed, "vpn": "沪A12346"}), 104)
        self.assertEqual(code({**signed, "sign": signed["sign"].upper()}), 104)
        self.assertEqual(code(signed), 0)
        self.assertEqual(code(signed), 114)
        for away in (-11, 11):
            late = {**fields, "nonce": 1 + away, "timestamp": str(int((time.time() + away * 60) * 1000))}
            self.assertEqual(code({**late, "sign": sign(late, p.secret)}), 105)
        large = p.send("updateSettleInfoByOrderCode", {**signed, "x": "x" * 1100000})
        self.assertEqual((large.status, large.json["code"]), (200, 112))

    def test_a_nonce_is_the_same_however_it_is_written(self):
        p = self.program
        fields = p.fields(orderCode="WX-11", payTime="2024-01-03 10:00:00", totalCost=1)
        fields["nonce"] = "7777+7"
        self.assertEqual(p.send("updateSettleInfoByOrderCode", {**fields, "sign": sign(fields, p.secret)}).json["code"], 2003)
        for again in ("7777%207", "7777 7", "%37777+7"):
            self.assertEqual(p.send("updateSettleInfoByOrderCode", {**fields, "nonce": again, "sign": sign(fields, p.secret)}).json["code"], 114)

    # Photos.
    def test_photos_are_made_anew_and_sealed_and_stay_with_their_order(self):
        self.world.sql("DELETE FROM workshop_order_photo")
        taken = base64.b64encode(png()).decode()
        self.assertEqual(self.program.insert("WX-20", self.new_vin(), carPhoto=taken, drivingPermitPhoto="data:image/jpeg;base64," + taken), 0)
        rows = self.world.sql("SELECT name, encode(body, 'hex'), workshop_id, encode(number_index, 'hex') FROM workshop_order_photo ORDER BY name")
        self.assertEqual([row[0] for row in rows], ["carPhoto", "drivingPermitPhoto"])
        body = bytes.fromhex(rows[0][1])
        place = f"{rows[0][2]} \\x{rows[0][3]} carPhoto".encode()
        self.assertTrue(opened(self.world, body, "workshop_order_photo.body", place).startswith(b"\xff\xd8"))
        self.assertNotIn(b"CANARY", opened(self.world, body, "workshop_order_photo.body", place))
        self.assertNotIn("Photo", str(self.message_of_order("WX-20")))

    def message_of_order(self, number):
        self.assertEqual(self.program.settle(number), 0)
        return self.message()

    def test_a_photo_of_five_megabytes_is_taken_and_one_byte_more_is_not(self):
        jpeg, before = png(), self.orders()
        most = base64.b64encode(jpeg + b"\0" * (5 * 1024 * 1024 - len(jpeg))).decode()
        over = base64.b64encode(jpeg + b"\0" * (5 * 1024 * 1024 + 1 - len(jpeg))).decode()
        for name, code in (("carPhoto", 2007), ("drivingPermitPhoto", 2008)):
            self.assertEqual(self.program.insert("WX-21", self.new_vin(), **{name: over}), code)
        self.assertEqual(self.orders(), before)
        self.assertEqual(self.program.insert("WX-21", self.new_vin(), carPhoto=most, drivingPermitPhoto=most), 0)
        for nothing in ("%%%", base64.b64encode(b"no photo at all").decode(), base64.b64encode(jpeg[:100]).decode(), taken_apart(jpeg)):
            self.assertEqual(self.program.insert("WX-22", self.new_vin(), carPhoto=nothing), 108, nothing[:20])

    def test_a_body_that_is_too_large_for_photos_too_is_told(self):
        answer = self.program.send("insert", "x" * (17 << 20))
        self.assertEqual((answer.status, answer.json["code"]), (200, 112))

    # What was found odd.
    def test_a_program_learns_which_of_its_records_are_odd_and_not_whose_cars_they_were(self):
        v = self.new_vin()
        self.program.insert("WX-30", v), self.program.items("WX-30", {**item(), "workingHours": 30}), self.program.settle("WX-30")
        self.whole("WX-31", self.new_vin())
        other = Openapi(self.world, self.server, self.world.workshop(self.server, name="又一家汽修")[0])
        ask = lambda p: p.send("queryCompanyErrRepairRecord", {**(f := p.fields()), "sign": sign(f, p.secret)})
        answer = ask(self.program)
        self.assertEqual(answer.json["code"], 0, answer.body.decode())
        odd = {each["orderCode"]: each for each in answer.json["data"]}
        self.assertIn("WX-30", odd)
        self.assertNotIn("WX-31", odd)
        self.assertEqual((odd["WX-30"]["repairTime"], odd["WX-30"]["vin"], odd["WX-30"]["repairProjectList"][0]["projectName"]), ("2024-01-02", None, "更换制动片"))
        self.assertEqual(odd["WX-30"]["repairPartList"][0]["partName"], "制动片")
        self.assertTrue(odd["WX-30"]["errors"])
        for secret in (v, "沪A12345"):
            self.assertNotIn(secret.encode(), answer.body)
        self.assertEqual(ask(other).json["data"], [])

    # The signature.
    def test_the_vector_of_the_page(self):
        fields = {"appId": "demoapp", "nonce": 42, "orderCode": "WX0001", "payTime": "2024-01-02 03:04:05", "timestamp": "1700000000000", "totalCost": 10.0}
        self.assertEqual(sign(fields, "demosecret"), "f2ae691c5412234690f33c414476a217")

    def test_nulls_that_are_signed_and_not_sent(self):
        p = self.program
        fields = p.fields(**received("WX-12", self.new_vin()))
        body = {k: v for k, v in fields.items() if v is not None}
        self.assertNotEqual(md5(joined(body) + p.secret), md5(joined(fields) + p.secret))
        for signed_fields in (fields, body):
            signed_fields = {**signed_fields, "nonce": p.fields()["nonce"]}
            self.assertEqual(p.send("insert", {**{k: v for k, v in signed_fields.items() if v is not None}, "sign": sign(signed_fields, p.secret)}).json["code"], 0)
        fields = p.fields(orderCode="WX-12", repairProjectList=[item()])
        bare = [{k: v for k, v in item().items() if v is not None}]
        bare[0]["repairPartList"] = [{k: v for k, v in bare[0]["repairPartList"][0].items() if v is not None}]
        self.assertEqual(p.send("updateRepairItemByOrderCode", {**fields, "repairProjectList": bare, "sign": sign(fields, p.secret)}).json["code"], 0)

    def test_percent_and_plus_and_numbers_as_they_are_written(self):
        p = self.program
        self.assertEqual(p.insert("WX+13", self.new_vin(), faultDesc="更换 50％ 机油 100%25 a+b", repairMileage=12345.50), 0)
        raw = json.dumps(p.fields(orderCode="WX+13", payTime="2024-01-03 16:30:00"), ensure_ascii=False)[:-1]
        fields = {**json.loads(raw + "}"), "totalCost": "1.10e2"}
        self.assertEqual(p.send("updateSettleInfoByOrderCode", f'{raw}, "totalCost": 1.10e2, "sign": "{sign(fields, p.secret)}"}}').json["code"], 108)
        fields["totalCost"], fields["nonce"] = "110.00", "1"
        raw = json.dumps({**fields, "totalCost": None}).replace("null", "110.00")[:-1]
        self.assertEqual(p.send("updateSettleInfoByOrderCode", f'{raw}, "sign": "{sign(fields, p.secret)}"}}').json["code"], 0)
        self.assertEqual(self.message()["totalCost"], "110.00")

    # Around it.
    def test_both_prefixes_a_slash_and_any_type(self):
        p = self.program
        for i, (prefix, kind) in enumerate((("/openapi", "text/plain"), ("/api/openapi", "text/html"), ("/x/y/openapi", ""))):
            fields = p.fields(**received(f"WX-14-{i}", self.new_vin()))
            answer = post(self.server, f"{prefix}/repairRecord/insert/", {**fields, "sign": sign(fields, p.secret)}, kind)
            self.assertEqual((answer.status, answer.json), (200, {"code": 0, "message": "成功", "data": None}))

    def test_a_key_that_has_ended_signs_nothing(self):
        p = Openapi(self.world, self.server, self.code)
        self.assertEqual(p.insert("WX-15", self.new_vin()), 0)
        self.world.command("workshop", "key-end", p.app_id)
        self.assertEqual(p.settle("WX-15"), 3025)
        self.assertEqual(self.program.settle("WX-15"), 0)  # another key of the same workshop

    def test_a_secret_is_sealed(self):
        dump = str(self.world.sql("SELECT app_id, encode(secret, 'escape') FROM workshop_key"))
        self.assertNotIn(self.program.secret, dump)
        again = self.world.command("workshop", "key", "000000000000000", check=False)
        self.assertEqual((again.returncode, again.stdout), (1, ""))


if __name__ == "__main__":
    unittest.main()
