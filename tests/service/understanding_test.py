"""The history explained: reasons with their records, findings, the next service, silence; and the page as it is sent."""
import gzip
import json
import re
import time
import unittest

from owner_test import CAR, register, row, sign_in
from world import World, repair

# Day, kilometres, and what is odd: the third is a digit short, the fourth has a plate of no form and a quantity below one.
LIFE = [("20200318", "5210", {}), ("20201009", "14860", {}), ("20210612", "2613", {}), ("20220226", "38790", {"vehicleplatenumber": "沪12"}),
        ("20221104", "51240", {}), ("20250111", "86420", {})]


class Understanding(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR)])
        for i, (settled, km, odd) in enumerate(LIFE):
            message = repair(workshop, CAR["vin"], f"u-{i}", settled=settled, odometer=km,
                             **{"vehicleplatenumber": CAR["plate"], **odd})
            if odd:
                message["vehiclepartslist"][0]["partsquantity"] = "0.5"
            assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        while cls.world.sql("SELECT count(*) FROM examination") != [["0"]]:
            time.sleep(0.05)
        cls.world.sql("UPDATE finding SET state = 'escalated' WHERE code IN ('P1', 'C2')")  # before that they are the workshop's
        cls.browser = sign_in(cls.world, cls.server)
        cls.browser.get("/vehicles/claim")
        cls.path = cls.browser.post("/vehicles/claim", follow=False, **CAR).header("location")
        cls.browser.get(cls.path)
        cls.page = cls.browser.page

    def test_a_reason_names_its_rule_its_record_and_what_would_fit(self):
        reasons = self.page.split('class="reasons"')[1].split("</ol>")[0]
        self.assertEqual(re.findall(r'class="rule">(K\d)', reasons), ["K3", "K6"])
        self.assertIn('href="#record-3"', reasons)
        self.assertIn("若实为 26,130 公里", reasons)
        self.assertRegex(self.page, r'<details class="record" id="record-3" open>')

    def test_a_platform_is_told_the_codes_and_no_more(self):
        token = self.server.token(self.world.client())
        answer = self.server.lookup(token, CAR["vin"])
        self.assertEqual(answer.json["odometer"]["reasons"], ["likely_typing_error", "digit_error"])
        self.assertEqual(answer.json["odometer"]["verdict"], "no_judgement")
        said = json.dumps({**answer.json, "handle": "", "etag": ""})  # which are made of chance
        for hidden in ("26130", "P1", "C2", "findings", "upkeep"):
            self.assertNotIn(hidden, said)

    def test_findings_are_on_their_record_with_what_shows_them(self):
        record = self.page.split('id="record-4"')[1].split("</details>")[0]
        findings = record.split('class="findings"')[1]
        self.assertEqual(re.findall(r'class="rule">([A-Z]\d)', findings), ["P1", "C2"])
        self.assertIn("沪12", findings)
        self.assertIn("机油", findings)
        self.assertEqual(self.page.count('class="findings"'), 1)
        self.assertEqual(self.world.sql("SELECT count(*) FROM repair WHERE findings <> ''"), [["1"]])

    def test_the_next_service_is_an_estimate_and_silence_is_no_claim(self):
        self.assertIn("估算", self.page)
        self.assertRegex(self.page, r"2022年11月至2025年1月，约 26 个月没有记录")
        self.assertIn("没有记录不等于没有维修", self.page)

    def test_a_long_page_is_packed_for_those_who_take_it_so(self):
        """It is the same page but for the tokens of its forms; a short one is left as it is, and so is everything for others."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.browser.cookies.items())}
        plain = self.server.ask("GET", self.path, headers=headers)
        self.assertIsNone(plain.header("content-encoding"))
        for accepted in ("gzip", "br, GZIP;q=0.5", "deflate,gzip ;q=1.0"):
            packed = self.server.ask("GET", self.path, headers={**headers, "Accept-Encoding": accepted})
            self.assertEqual(packed.header("content-encoding"), "gzip", accepted)
            self.assertEqual(packed.header("content-length"), str(len(packed.body)))
            self.assertLess(len(packed.body) * 3, len(plain.body))
            self.assertEqual(*(re.sub(rb"[0-9a-f]{16,}", b"", body) for body in (gzip.decompress(packed.body), plain.body)))
            self.assertIn("Accept-Encoding", packed.header("vary"))
        for refused in ("identity", "gzip;q=0", "gzip; q=0.000", "xgzip", "gzipped", "br", ""):
            answer = self.server.ask("GET", self.path, headers={**headers, "Accept-Encoding": refused})
            self.assertIsNone(answer.header("content-encoding"), refused)
        self.assertIsNone(self.server.ask("GET", "/vehicles/claim", headers={**headers, "Accept-Encoding": "gzip"}).header("content-encoding"))

    def test_static_files_are_packed_and_have_a_tag_for_each_form(self):
        plain = self.server.ask("GET", "/static/style.css")
        packed = self.server.ask("GET", "/static/style.css", headers={"Accept-Encoding": "gzip"})
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertNotEqual(packed.header("etag"), plain.header("etag"))
        for answer, accepted in ((plain, "identity"), (packed, "gzip")):
            again = self.server.ask("GET", "/static/style.css", headers={"Accept-Encoding": accepted, "If-None-Match": answer.header("etag")})
            self.assertEqual((again.status, again.body), (304, b""))
        other = self.server.ask("GET", "/static/style.css", headers={"If-None-Match": packed.header("etag")})
        self.assertEqual((other.status, other.body), (200, plain.body))


if __name__ == "__main__":
    unittest.main()
