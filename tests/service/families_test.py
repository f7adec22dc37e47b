"""The interface families beside v1: a behaviour of docs or programs each, and what became of the histories."""
import json
import time
import unittest
import urllib.parse

from families import PASSWORD, Families, chengdu, foshan, foshan_record, ministry, ministry_batch, ministry_element, post, text, v0, v0_record, v1
from world import World, repair, vin


class Chengdu(Families):
    def test_an_envelope_is_opened_and_answered_in_one(self):
        told = chengdu(self.server, "register", {
            "companyname": "成都甲汽修", "companypassword": PASSWORD, "companycategory": "一类汽车维修企业",
            "companyunifiedsocialcreditidentifier": "91510100MA6C0A0B1X", "companyadministrativedivisioncode": "510107",
            "companyoperationstate": "营业"}).json["respInfo"]
        self.assertRegex(told["companycode"], "^510107[0-9]{9}$")
        told = chengdu(self.server, "token", {"companycode": told["companycode"], "companypassword": PASSWORD}).json["respInfo"]
        self.assertEqual(told["code"], "1")
        v, before = self.new_vin(), self.records()
        for kind in ("text/html", "application/json"):
            self.assertAdded(chengdu(self.server, "record", repair(told["access_token"], v, "cd-1"), kind))
        self.assertEqual(self.records(), before + 1)
        self.assertEqual(self.newest("family", "message"), ["chengdu"])

    def test_an_envelope_whose_layers_are_text(self):
        inner = {"reqInfo": text(repair(self.token, self.new_vin(), "cd-2"))}
        self.assertAdded(post(self.server, "/carhealth/record", {"transaction": {"body": text(inner)}}))

    def test_faults_are_in_the_envelope_too(self):
        wrong = chengdu(self.server, "token", {"companycode": self.code, "companypassword": "wrong-1"})
        self.assertEqual((wrong.status, wrong.json["respInfo"]["code"]), (200, "-11"))
        self.assertEqual(post(self.server, "/carhealth/token", "{").json["respInfo"]["code"], "-2")
        self.assertEqual(chengdu(self.server, "record", repair("0" * 32, vin(1), "cd-3")).json["respInfo"]["code"], "-20")
        large = chengdu(self.server, "record", repair(self.token, vin(1), "cd-4", faultdescription="大" * 400000))
        self.assertEqual((large.status, large.json["respInfo"]["code"]), (200, "-13"))

    def test_the_time_is_a_bare_number_of_milliseconds(self):
        for path in ("/time", "/carhealth/time", "/some/where/carhealth/time/"):
            answer = self.server.ask("GET", path)
            self.assertRegex(answer.body, rb"^[0-9]{13}$")
            self.assertLess(abs(int(answer.body) / 1000 - time.time()), 60)


class Foshan(Families):
    def ticket(self, method="GET", **more):
        return foshan(self.server, "getAccessToken", "companydata", {
            "header": {"date": "20240103", "time": "101500"},
            "body": {"companycode": self.code, "companypassword": PASSWORD, **more}}, method).json

    def test_json_behind_the_question_mark_and_in_a_form(self):
        for method in ("GET", "POST"):
            told = self.ticket(method)
            self.assertEqual((told["code"], len(told["access_token"])), ("1", 32))
            record = foshan_record(told["access_token"], self.new_vin(), f"fs-{method}")
            self.assertAdded(foshan(self.server, "upRepairInfo", "repairdata", record, method))
            self.assertEqual(self.newest("works, parts, odometer_km")[2], "12345")
            self.assertNotEqual(self.newest("works")[0], "")

    def test_a_body_that_is_the_json_itself_and_lists_in_camel_case(self):
        record = foshan_record(self.token, self.new_vin(), "fs-3")
        record["body"]["vehiclePartsList"] = text(record["body"].pop("vehiclepartslist"))
        before = self.records()
        self.assertAdded(post(self.server, "/any/prefix/api/upRepairInfo.ashx/", record, "text/plain; charset=utf-8"))
        self.assertEqual(self.records(), before + 1)
        self.assertNotEqual(self.newest("parts")[0], "")

    def test_an_address_as_long_as_a_record_is_taken_and_no_other(self):
        record = foshan_record(self.token, self.new_vin(), "fs-4", faultdescription="制动" * 120)
        self.assertGreater(len(urllib.parse.urlencode({"repairdata": text(record)})), 2048)
        self.assertAdded(foshan(self.server, "upRepairInfo", "repairdata", record))
        self.assertEqual(self.server.ask("GET", "/healthz?" + "x" * 3000).status, 414)

    def test_what_is_in_the_address_is_in_no_log(self):
        v = self.new_vin()
        foshan(self.server, "upRepairInfo", "repairdata", foshan_record(self.token, v, "fs-5"))
        foshan(self.server, "upRepairInfo", "repairdata", "{" + text(foshan_record(self.token, v, "fs-5")))
        self.assertNotIn(v, self.server.log())
        self.assertNotIn(self.token, self.server.log())

    def test_faults(self):
        self.assertEqual(self.ticket(companypassword="wrong-1")["code"], "-11")
        self.assertEqual(self.server.ask("GET", "/api/getAccessToken.ashx").json["code"], "-2")
        self.assertEqual(self.server.ask("GET", "/api/getAccessToken.ashx?companydata=%7B%zz").json["code"], "-2")
        broken = foshan(self.server, "upRepairInfo", "repairdata", text(foshan_record(self.token, vin(1), "fs-6"))[:-1])
        self.assertEqual(broken.json["code"], "-30")
        self.assertEqual(self.newest("family, reason", "quarantine"), ["foshan", "broken_json"])


class Ministry(Families):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain = ministry(cls.server, "lcipgetaccesstoken", {"username": cls.code, "password": PASSWORD}).json["access_token"]

    def shop(self, number, token=None, **more):
        return ministry(self.server, "lcipaccountcompany", {
            "access_token": token or self.chain, "companyname": f"连锁门店{number}号", "companyroadtransportationlicense": f"3101{number:08}",
            "companyadministrativedivisioncode": "310115", **more}).json

    def test_a_shop_is_known_by_name_licence_and_place(self):
        first = self.shop(1)
        self.assertRegex(first["companyuniquecode"], "^310115[0-9]{9}$")
        self.assertEqual(self.shop(1), first)
        self.assertNotEqual(self.shop(1, companyname="别名")["companyuniquecode"], first["companyuniquecode"])
        for field in ("companyname", "companyroadtransportationlicense", "companyadministrativedivisioncode"):
            told = self.shop(2, **{field: ""})
            self.assertEqual(told["code"], "-1")
            self.assertIn(field, told["status"])
        self.assertEqual(self.shop(1, token="0" * 32)["code"], "-20")

    def test_a_shop_of_a_chain_has_no_password(self):
        code = self.shop(3)["companyuniquecode"]
        for password in ("", " ", PASSWORD):
            self.assertEqual(v1(self.server, "lcipprogetaccesstoken", {"companycode": code, "companypassword": password}).json["code"], "-11")

    def test_a_batch_is_stored_for_the_shops_that_it_names(self):
        codes = [self.shop(n)["companyuniquecode"] for n in (10, 11)]
        before = self.records()
        answer = ministry_batch(self.server, [ministry_element(self.chain, self.new_vin(), f"m-{i}", codes[i % 2]) for i in range(6)] +
                                [ministry_element(self.chain, self.new_vin(), "m-6")])
        self.assertAdded(answer)
        self.assertEqual([one["code"] for one in answer.json["results"]], ["1"] * 7)
        self.assertEqual(self.records(), before + 7)
        self.assertEqual(self.world.sql("SELECT count(*), workshop.code FROM repair JOIN workshop ON workshop.id = workshop_id "
                                        f"WHERE chain_id IS NOT NULL AND workshop.code IN ('{codes[0]}', '{codes[1]}') GROUP BY 2"),
                         [["3", code] for code in sorted(codes)])

    def test_each_element_is_told_what_became_of_it_and_none_is_in_anothers_way(self):
        foreign = self.world.workshop(self.server, name="别家汽修")[0]
        elements = [ministry_element(self.chain, self.new_vin(), "m-good"), ministry_element("0" * 32, self.new_vin(), "m-stranger"),
                    ministry_element(self.chain, self.new_vin(), "m-foreign", foreign), ministry_element(self.chain, "无", "m-apart"),
                    {**ministry_element(self.chain, self.new_vin(), "m-odd"), "vehiclepartslist": "[1"}, {"vin": 1}, 7]
        before = self.records(), self.records("quarantine")
        answer = ministry_batch(self.server, elements)
        self.assertEqual([one["code"] for one in answer.json["results"]], ["1", "-20", "-10", "-30", "-30", "-20", "-20"])
        self.assertEqual(answer.json["code"], "1")
        self.assertEqual((self.records(), self.records("quarantine")), (before[0] + 1, before[1] + 2))

    def test_a_batch_that_comes_again_changes_nothing(self):
        batch = [ministry_element(self.chain, self.new_vin(), f"m-again-{i}") for i in range(3)] + [ministry_element(self.chain, "", "m-a")]
        ministry_batch(self.server, batch)
        before = self.records(), self.records("quarantine"), self.records("message")
        ministry_batch(self.server, batch + batch)
        self.assertEqual((self.records(), self.records("quarantine"), self.records("message")), before)

    def test_tokens_are_asked_for_by_one_statement_and_not_when_there_are_none(self):
        def statements(elements):
            before, began = self.server.metric("db_statements"), time.monotonic()
            ministry_batch(self.server, elements)
            return self.server.metric("db_statements") - before - 60 * (time.monotonic() - began)  # the polls of two loops

        self.assertLess(statements([{"vin": i} for i in range(300)]), 20)
        self.assertLess(statements([ministry_element(f"{i:032}", vin(1), f"m-{i}") for i in range(300)]), 20)

    def test_a_thousand_are_answered_in_time_and_one_more_is_not_taken(self):
        elements = [ministry_element(self.chain, vin(610000 + i), f"m-many-{i}") for i in range(1000)]
        before, began = self.records(), time.monotonic()
        self.assertAdded(ministry_batch(self.server, elements))
        self.assertLess(time.monotonic() - began, 10)  # three seconds without the sanitizers
        self.assertEqual(self.records(), before + 1000)
        self.assertEqual(ministry_batch(self.server, elements + elements[:1]).json["code"], "-1")
        self.assertEqual(ministry_batch(self.server, []).json["code"], "-1")

    def test_a_batch_that_is_no_json_is_kept_with_its_senders_name(self):
        batch = text([ministry_element(self.chain, self.new_vin(), "m-broken")])
        for message in ({"str": batch[:-1]}, text({"str": batch})[:-1], {"str": 5, "access_token": self.chain}):
            answer = ministry(self.server, "lcipcarfixrecordaddall", message)
            self.assertEqual(answer.json["code"], "-30", message)
            self.assertEqual(self.newest("family, reason", "quarantine"), ["ministry", "broken_json"])
        self.assertEqual(ministry(self.server, "lcipcarfixrecordaddall", "{").json["code"], "-2")

    def test_an_array_that_is_no_string_and_no_member(self):
        before = self.records()
        self.assertAdded(ministry(self.server, "lcipcarfixrecordaddall", {"STR": [ministry_element(self.chain, self.new_vin(), "m-plain")]}))
        self.assertAdded(ministry(self.server, "lcipcarfixrecordaddall", [ministry_element(self.chain, self.new_vin(), "m-bare")]))
        self.assertEqual(self.records(), before + 2)


class Pilot(Families):
    """v0 `lciprest`."""

    def test_registration_by_the_pilots_names_and_a_token(self):
        told = v0(self.server, "lcipaccountcompany", {
            "name": "试点汽修", "password": PASSWORD, "industryid": "310115009999", "orgnumber": "913100000000000V0X", "address": "某路1号",
            "emails": "a@example.cn", "linkzip": "200120", "businesstype": "173", "levels": "02", "linkman": "赵", "linktel": "13812340001",
            "legalname": "钱", "legaltel": "13812340002", "businessrange": "二类", "certificatefirsttime": "2016-01-01",
            "certificatestarttime": "2016-01-01", "certificateendtime": "2026-01-01", "operatestate": "1", "areaid": "310115"}).json
        self.assertRegex(told["companycode"], "^310115[0-9]{9}$")
        row = self.world.sql(f"SELECT name, licence_no, credit_code, class, postal_code, licence_to FROM workshop WHERE code = '{told['companycode']}'")
        self.assertEqual(row, [["试点汽修", "310115009999", "913100000000000V0X", "2", "200120", "2026-01-01"]])
        self.assertEqual(v0(self.server, "lcipgetaccesstoken", {"username": told["companycode"], "password": PASSWORD}).json["code"], "1")
        short = v0(self.server, "lcipaccountcompany", {"name": "老代码汽修", "password": PASSWORD, "industryid": "310115009998",
                                                       "orgnumber": "12345678-9", "areaid": "310115"}).json
        self.assertEqual(short["code"], "1")

    def test_lists_as_text_and_as_such_and_the_key_in_lower_case(self):
        v, before = self.new_vin(), self.records()
        for lower in (False, True):
            message = v0_record(self.token, v, "v0-1")
            if lower:
                message = {"carinfo": text(message["carInfo"]), **{k: json.loads(message[k]) for k in ("carpartslist", "repairhourslist", "othercostlist")}}
            told = v0(self.server, "lcipcarfixrecordadd", message)
            self.assertAdded(told)
            self.assertRegex(told.json["recordid"], "^[0-9a-f]{32}$")
            self.assertEqual((told.json["carvin"], told.json["carno"]), (v, "沪A12345"))
        self.assertEqual(self.records(), before + 1)
        self.assertEqual(self.newest("revision"), ["1"])
        self.assertNotIn("", self.newest("works, parts"))
        self.assertEqual(self.newest("brought_on, settled_on, odometer_km"), ["2024-01-02", "2024-01-03", "12345"])

    def test_its_id_stays_when_it_is_corrected_or_moved(self):
        ids = {v0(self.server, "lcipcarfixrecordadd", v0_record(self.token, v, "v0-2", repairmile=km)).json["recordid"]
               for v, km in ((vin(690001), "1000"), (vin(690001), "2000"), (vin(690002), "2000"))}
        self.assertEqual(len(ids), 1)
        self.assertEqual(self.newest("revision"), ["3"])

    def test_a_change_by_its_id_keeps_what_it_does_not_name(self):
        added = v0(self.server, "lcipcarfixrecordadd", v0_record(self.token, self.new_vin(), "v0-20", carno="沪V00020")).json
        works = self.newest("works, parts")
        change = lambda **facts: v0(self.server, "lcipfixrecordmodify", {"access_token": self.token, "recordid": added["recordid"], "repairyear": "2024", **facts}).json
        self.assertEqual(change(repairmile="23456"), {"code": "1", "status": "修改成功", "recordid": added["recordid"]})
        self.assertEqual(self.newest("revision, odometer_km, works, parts, settled_on"), ["2", "23456", *works, "2024-01-03"])
        self.assertEqual(change(carInfo=text({"REPAIRMILE": 23457}), repairhourslist=[])["code"], "1")
        self.assertEqual(self.newest("revision, odometer_km, parts"), ["3", "23457", works[1]])
        moved = self.new_vin()
        self.assertEqual(change(carvin=moved)["recordid"], added["recordid"])
        self.assertEqual(change(statementno="v0-21")["code"], "-1")
        self.assertEqual(change(recordid="0" * 32)["code"], "-31")
        self.assertEqual(change(recordid="x")["code"], "-1")
        self.assertEqual(change(access_token="0" * 32)["code"], "-20")
        other = self.world.workshop(self.server, name="试点之外汽修")[1]
        self.assertEqual(change(access_token=other)["code"], "-31")
        self.assertEqual(change(carvin="无")["code"], "-30")
        self.assertEqual(self.newest("odometer_km"), ["23457"])

    def test_a_search_finds_what_the_workshop_sent_itself_and_says_nothing_of_whose_it_is(self):
        plate, other = "沪B77001", self.world.workshop(self.server, name="试点旁边汽修")[1]
        vins = [self.new_vin() for _ in range(3)]
        ids = [v0(self.server, "lcipcarfixrecordadd", v0_record(self.token, v, f"v0-3{i}", carno=plate, settledate=f"2024-01-0{3 + i}")).json["recordid"]
               for i, v in enumerate(vins)]
        v0(self.server, "lcipcarfixrecordadd", v0_record(other, vins[0], "v0-39", carno=plate))
        search = lambda **more: v0(self.server, "lcipsearchfixdatainfo", {"access_token": self.token, "carno": plate, **more})
        found = lambda **more: [one["carInfo"]["recordid"] for one in search(**more).json["data"]]
        self.assertEqual(found(), ids[::-1])
        self.assertEqual((found(pagenum=1, pagesize="2"), found(pagenum=2, pagesize=2)), (ids[:0:-1], ids[:1]))
        self.assertEqual(found(settledate="2024-01-04"), ids[1:2])
        self.assertEqual(found(carno="沪B77002"), [])
        self.assertEqual(found(access_token=other, settledate="2024-01-04"), [])
        one = search(pagesize=1).json["data"][0]
        self.assertEqual((one["carInfo"]["statementno"], one["carInfo"]["repairmile"], one["carpartslist"][0]["partsname"]), ("v0-32", 12345, "制动片"))
        self.assertNotIn(vins[2].encode(), search().body)
        self.assertEqual((search(carno="").json["code"], search(settledate="x").json["code"]), ("-1", "-1"))

    def test_a_bill_without_a_number_has_that_of_its_order(self):
        v, before = self.new_vin(), self.records()
        for km in ("1000", "2000"):
            self.assertAdded(v0(self.server, "lcipcarfixrecordadd", v0_record(self.token, v, "", repairmile=km, workorderno="W-v0-3")))
        self.assertEqual(self.records(), before + 1)

    def test_lists_of_sixteen_kilobytes_as_text(self):
        message = v0_record(self.token, self.new_vin(), "v0-4")
        message["carpartslist"] = text([{"partsname": f"配件{i}", "partsno": f"P-{i:04}", "partsquantity": "1", "partscost": "1"} for i in range(250)])
        self.assertGreater(len(message["carpartslist"].encode()), 16384)
        self.assertAdded(v0(self.server, "lcipcarfixrecordadd", message))

    def test_faults(self):
        self.assertEqual(v0(self.server, "lcipcarfixrecordadd", v0_record("0" * 32, vin(1), "v0-5")).json["code"], "-20")
        self.assertEqual(v0(self.server, "lcipcarfixrecordadd", v0_record(self.token, "无", "v0-6")).json["code"], "-30")
        odd = {**v0_record(self.token, vin(1), "v0-7"), "othercostlist": "{"}
        self.assertEqual(v0(self.server, "lcipcarfixrecordadd", odd).json["code"], "-30")
        self.assertEqual(v0(self.server, "lcipcarfixrecordadd", text(odd)[:-1]).json["code"], "-30")
        self.assertEqual(v0(self.server, "lcipcarfixrecordadd", {"carInfo": 5}).json["code"], "-20")


class Night(unittest.TestCase):
    def test_a_vendors_address_is_not_refused_once_it_sends_for_a_workshop(self):
        with World(CHEDANG_ADDRESS_BURST=20, CHEDANG_PASSWORD_ADDRESS=5, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            _, token = world.workshop(server)
            codes = [v1(server, "lcipprocarfixrecordadd", repair(token, vin(i), f"night-{i}")).json["code"] for i in range(60)]
            self.assertEqual(set(codes), {"1"})
            shops = [world.workshop(server, name=f"门店{i}") for i in range(10)]  # each with a password of its own
            self.assertEqual(len({token for _, token in shops}), 10)

    def test_a_stranger_is_and_a_sender_who_guesses_becomes_one(self):
        with World(CHEDANG_ADDRESS_BURST=20, CHEDANG_THREADS=1) as world:
            server = world.server().start()
            stranger = [server.ask("POST", "/restservices/lcipprodatarest/lcipprocarfixrecordadd/query", json.dumps(repair("0" * 32, vin(1), "x")),
                                   source="127.0.0.9").json["code"] for _ in range(60)]
            self.assertIn("-40", stranger)
            _, token = world.workshop(server)
            guesses = [v1(server, "lcipprocarfixrecordadd", repair(f"{i:032}", vin(1), "x")).json["code"] for i in range(150)]
            self.assertEqual(set(guesses[:50]), {"-20"})
            self.assertIn("-40", guesses)


if __name__ == "__main__":
    unittest.main()
