"""The vehicles of a company: what it may add, one and many, and the table of them."""
import csv
import io
import json
import re
import time
import unittest

from fleets import CODE, NAME, OTHER_CODE, Fleets, car, line
from meeting import meet
from owner_test import CAR, register, row
from papers import decide, documents, prove, send
from staff_test import staff_sign_in


class Fleet(Fleets, unittest.TestCase):
    def test_only_what_the_register_names_it_for_is_added(self):
        administrator = self.administrator()
        answers = set()
        for wrong in (CAR, {**self.cars[0], "plate": "沪B99999"}, {**self.cars[0], "engine_no": "X1"}, {**self.cars[0], "registration_no": "1"},
                      car(9999)):
            began = time.monotonic()
            self.assertEqual(self.add(administrator, wrong).status, 200)
            self.assertGreater(time.monotonic() - began, 0.39)
            answers.add(tuple(self.fates(administrator)))
            self.assertIn(f'value="{wrong["engine_no"]}"', administrator.page)
        self.assertEqual(answers, {("无法确认",)})
        self.add(administrator, self.cars[0])
        self.assertEqual(self.fates(administrator), ["已添加"])
        self.add(administrator, self.cars[0])
        self.assertEqual(self.fates(administrator), ["已在列表中"])
        self.assertEqual(self.world.sql("SELECT count(*) FROM ownership"), [["1"]])

    def test_one_of_another_code_gets_nothing_by_its_papers(self):
        other = self.make(self.person(), OTHER_CODE, "深圳示例科技有限公司")
        self.decide(other)
        self.add(other, self.cars[0])
        self.assertEqual(self.fates(other), ["无法确认"])

    def test_many_are_added_line_by_line(self):
        administrator = self.administrator()
        text = "\r\n".join(["vin,plate,engine_no,registration_no", line(self.cars[0]), line(self.cars[1], "\t"), "", "LSV,1,2,3", line(self.cars[2]) + ",",
                            line({**self.cars[3], "engine_no": "X"}), line(self.cars[0]), line({**self.cars[4], "plate": " "})])
        self.assertEqual(self.add_many(administrator, text).status, 200)
        self.assertEqual(self.fates(administrator), ["已添加", "已添加", "VIN 无法识别", "不是四列", "无法确认", "列表中重复", "有一列为空或无法识别"])
        kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", administrator.page, re.S)[1]
        self.assertNotIn(self.cars[1]["vin"], kept)
        for words in ("LSV,1,2,3", self.cars[2]["vin"], self.cars[3]["vin"], self.cars[4]["vin"]):
            self.assertIn(words, kept)

    def test_two_hundred_lines_and_no_more(self):
        administrator = self.administrator()
        lines = [line(c) for c in self.cars]
        self.add_many(administrator, "\n".join(lines[:201]))
        self.assertIn("超过 200 行", administrator.page)
        self.assertIn(self.cars[200]["vin"], administrator.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM ownership"), [["0"]])
        self.add_many(administrator, "\n".join(lines[:200]) + "\n\n")
        self.assertEqual(self.fates(administrator), ["已添加"] * 200)
        self.add_many(administrator, "  \n")
        self.assertIn("没有可识别的行", administrator.page)

    def test_tries_are_limited_by_vehicle_and_day(self):
        with_few = self.world.server(CHEDANG_CLAIM_TRIES=2).start()
        administrator = self.administrator()
        administrator.server = with_few
        for _ in range(2):
            self.add(administrator, {**self.cars[0], "plate": "沪B99999"})
        self.assertEqual(self.add(administrator, self.cars[0]).status, 429)
        self.assertEqual(self.fates(administrator), ["今天尝试次数过多，请明天再试"])
        self.world.sql("UPDATE attempt SET count = 4000 WHERE kind = 'claim_organisation'")
        self.add(administrator, self.cars[1])
        self.assertEqual(self.fates(administrator), ["今天尝试次数过多，请明天再试"])
        with_few.stop()

    def test_two_thousand_vehicles_and_no_more(self):
        administrator = self.administrator()
        self.world.sql("""INSERT INTO vehicle (key, vin) SELECT substring(sha256(n::text::bytea) FOR 16), '\\x00' FROM generate_series(1, 1999) n
                              ON CONFLICT DO NOTHING;
            INSERT INTO registry (vehicle_key, salt, plate, engine_no, registration_no, holder)
                SELECT substring(sha256(n::text::bytea) FOR 16), substring(sha256('a') FOR 16), '', '', '', '' FROM generate_series(1, 1999) n ON CONFLICT DO NOTHING;
            INSERT INTO ownership (handle, organisation_id, vehicle_key, holder_revision)
                SELECT md5(n::text), (SELECT id FROM organisation), substring(sha256(n::text::bytea) FOR 16), 1 FROM generate_series(1, 1999) n""")
        self.add_many(administrator, line(self.cars[0]) + "\n" + line(self.cars[1]))
        self.assertEqual(self.fates(administrator), ["已添加", "名额已满：最多 2,000 辆"])

    def test_the_table_tells_searches_sorts_and_pages(self):
        administrator = self.administrator()
        self.add_many(administrator, "\n".join(line(c) for c in self.cars[:120]))
        administrator.get(administrator.org)
        self.assertIn("车辆 120 辆", administrator.page)
        self.assertEqual(len(self.vehicles(administrator)), 50)
        administrator.get(administrator.org + "?sort=plate")
        self.assertEqual(self.vehicles(administrator)[0][1], self.cars[0]["plate"])
        self.assertIn("<strong>不一致</strong>", administrator.page)
        self.assertIn("2024年6月", administrator.page)
        administrator.get(administrator.org + "?sort=plate&page=3")
        self.assertEqual([p for _, p in self.vehicles(administrator)], [c["plate"] for c in self.cars[100:120]])
        for page, count in (("4", 20), ("0", 50), ("999", 20), ("x", 50), ("-1", 50)):
            administrator.get(administrator.org + "?sort=plate&page=" + page)
            self.assertEqual(len(self.vehicles(administrator)), count, page)
        administrator.get(administrator.org + "?sort=findings")
        self.assertIn(self.vehicles(administrator)[0][1], (self.cars[0]["plate"], self.cars[1]["plate"]))
        for searched, found in ((self.cars[7]["vin"][-6:], [7]), ("沪b·57011", [11]), ("57011", [11]), ("不存在", []), (self.cars[7]["vin"], [7])):
            answer = administrator.post(administrator.org, q=searched, sort="plate")
            self.assertEqual(answer.status, 200)
            self.assertEqual([p for _, p in self.vehicles(administrator)], [self.cars[i]["plate"] for i in found], searched)
            self.assertIn(f'value="{searched}"', administrator.page)
        administrator.post(administrator.org, q="沪B57", sort="plate", page="2")
        self.assertEqual(self.vehicles(administrator)[0][1], self.cars[50]["plate"])
        self.assertNotIn("沪B57", self.server.log())

    def test_the_table_as_a_file(self):
        administrator = self.administrator()
        self.add_many(administrator, "\n".join(line(c) for c in self.cars[:200]))
        self.add_many(administrator, "\n".join(line(c) for c in self.cars[200:]))
        answer = administrator.get(administrator.org + "/fleet.csv?sort=plate")
        self.assertEqual((answer.status, answer.header("cache-control")), (200, "no-store"))
        rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
        self.assertEqual(len(rows), 231)
        self.assertEqual(rows[1][:2], [self.cars[0]["plate"], self.cars[0]["vin"]])
        self.assertEqual(rows[1][4], "不一致")
        time.sleep(0.6)
        looked = self.world.sql("SELECT count(DISTINCT vehicle_key), min(audience) FROM trail WHERE purpose = 'own_fleet' AND looked_at > now() - interval '20 s'")
        self.assertEqual(looked, [["230", "owner"]])

    def test_names_codes_and_plates_are_sealed(self):
        administrator = self.administrator()
        self.add(administrator, self.cars[0])
        handle = self.vehicles(administrator.get(administrator.org) and administrator)[0][0].rsplit("/", 1)[1]
        self.assertNotIn(self.cars[0]["plate"].encode().hex(), self.world.sql(f"SELECT encode(plate, 'hex') FROM ownership WHERE handle = '{handle}'")[0][0])
        kept = json.dumps(self.world.sql("SELECT * FROM organisation"), ensure_ascii=False)
        for words in (NAME, CODE):
            self.assertNotIn(words, kept)
            self.assertNotIn(words.encode().hex(), kept)

    def test_whom_the_register_does_not_name_gives_way(self):
        driver = self.person()  # has the papers in the car
        driver.get("/vehicles/claim")
        answer = driver.post("/vehicles/claim", follow=False, **self.cars[0])
        self.assertEqual(answer.status, 303)
        administrator = self.administrator()
        self.add(administrator, self.cars[0])
        self.assertEqual(self.fates(administrator), ["已添加"])
        self.assertEqual(driver.get(answer.header("location")).status, 404)
        again = self.person()
        again.get("/vehicles/claim")
        answer = again.post("/vehicles/claim", follow=False, **self.cars[0])
        self.assertTrue(answer.header("location").startswith("/reviews/"), answer.header("location"))

    def contest(self, facts):
        """Somebody else knows the facts: the address of the case."""
        rival = self.person()
        rival.get("/vehicles/claim")
        case = rival.post("/vehicles/claim", follow=False, **facts).header("location")
        self.assertRegex(case, "^/reviews/[0-9a-f]{32}$")
        return rival, case

    def test_every_administrator_answers_for_a_contested_vehicle_until_they_leave(self):
        administrator = self.administrator()
        second, member = self.member(administrator, "administrator"), self.member(administrator)
        self.add(administrator, self.cars[6])
        rival, case = self.contest(self.cars[6])
        for browser in (administrator, second):
            browser.get("/messages")
            self.assertEqual(browser.page.count("另一个账户认领了这辆车"), 1)
            browser.get("/vehicles")
            self.assertIn(f'href="{case}"', browser.page)
            browser.get(case)
            self.assertIn('name="holder_licence"', browser.page)
        self.assertEqual(member.get(case).status, 404)
        second.get(second.org + "/members")
        second.post(f"{second.org}/members/{self.handle_of(second, administrator)}", role="none")
        self.assertEqual(administrator.get(case).status, 404)
        files = {f"holder_{name}": photo for name, photo in documents().items()}
        administrator.get("/vehicles")
        self.assertNotIn(case, administrator.page)
        self.assertEqual(send(administrator, case, files).status, 404)
        second.get(case)
        self.assertEqual(send(second, case, files).header("location"), case)
        kept = "SELECT name FROM review_photo WHERE starts_with(name, 'holder_') ORDER BY name"
        self.assertEqual(self.world.sql(kept), [["holder_identity"], ["holder_licence"]])
        second.get(second.org + "/end")
        second.post(second.org + "/end", word="注销单位")
        self.assertEqual(self.world.sql(kept), [])

    def test_what_a_reviewer_gave_to_somebody_else_is_not_taken_back(self):
        administrator, person = self.administrator(), self.person()
        self.add(administrator, self.cars[7])
        _, case = prove(person, self.cars[7]["vin"])
        reviewer = staff_sign_in(self.world, self.server, "reviewer")
        reviewer.get(f"/staff{case}")
        self.assertIn("另一个账户目前持有这辆车", reviewer.page)
        self.assertEqual(decide(reviewer, case).status, 303)
        self.add(administrator, self.cars[7])
        self.assertEqual(self.fates(administrator), ["审核人员已认定归他人所有，登记的所有人变更后才能添加"])
        self.add_many(administrator, line(self.cars[7]) + "\n" + line(self.cars[8]))
        self.assertEqual(self.fates(administrator)[1], "已添加")
        held = "SELECT account_id IS NOT NULL FROM ownership_now WHERE vehicle_key = (SELECT vehicle_key FROM review WHERE kind = 'document')"
        self.assertEqual(self.world.sql(held), [["t"]])

    def test_a_vehicle_claimed_at_the_same_moment_has_one_holder(self):
        administrator, person = self.administrator(), self.person()
        self.add(administrator, self.cars[9])
        key = self.world.sql("SELECT vehicle_key FROM ownership")[0][0]
        self.world.sql("DELETE FROM ownership")
        account = self.world.sql("SELECT max(id) FROM account")[0][0]
        administrator.get(administrator.org + "/add")
        claim = f"SELECT claim_grant('{'a' * 32}', {account}, '{key}', (SELECT holder_revision FROM registry WHERE vehicle_key = '{key}'), '\\x00')"
        settle = f"""SELECT said FROM fleet_settle('{administrator.org.rsplit("/", 1)[1]}', (SELECT account_id FROM organisation_member),
                        ARRAY['{key}'::bytea], ARRAY['{'b' * 32}'], ARRAY(SELECT holder_revision FROM registry WHERE vehicle_key = '{key}'),
                        ARRAY['\\x00'::bytea], ARRAY[]::bytea[], 2000)"""
        _, said = meet(self.world, claim, "SELECT 1", settle)
        self.assertEqual(said, [["added"]])
        self.assertEqual(self.world.sql("SELECT account_id IS NULL FROM ownership_now"), [["t"]])

    def test_a_vehicle_that_is_sold_leaves_the_fleet(self):
        administrator = self.administrator()
        self.add(administrator, self.cars[5])
        path = self.vehicles(administrator.get(administrator.org) and administrator)[0][0]
        register(self.world, [row(self.cars[5], holder="somebody", held_since="2024-01-01")])
        self.addCleanup(register, self.world, [row(self.cars[5], holder=CODE)])
        self.assertEqual(administrator.get(path).status, 404)
        administrator.get(administrator.org)
        self.assertIn("还没有车辆", administrator.page)
        administrator.get("/messages")
        self.assertIn("车辆", administrator.page)


if __name__ == "__main__":
    unittest.main()
