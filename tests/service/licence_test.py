"""An organisation's registration as a case: the photo of its licence, a reviewer's word, a second look."""
import re
import unittest

from fleets import CODE, LICENCE, NAME, Fleets
from meeting import meet
from owner_test import Browser
from papers import decide, send
from staff_test import staff_sign_in
from world import World


class Licence(unittest.TestCase):
    person, once, send, make = Fleets.person, Fleets.once, Fleets.send, Fleets.make

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_REVIEW_TRIES=4)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.first, cls.second = (staff_sign_in(cls.world, cls.server, "reviewer") for _ in range(2))
        cls.phones = iter(f"1390011{i:04d}" for i in range(1000))

    def setUp(self):
        self.world.sql("DELETE FROM attempt; DELETE FROM organisation_member; DELETE FROM review; DELETE FROM organisation")

    def case(self, browser):
        return browser.org.replace("/organisations/", "/reviews/")

    def state(self):
        return self.world.sql("SELECT organisation.state, review.state, (SELECT count(*) FROM review_photo) FROM organisation "
                              "LEFT JOIN review ON review.organisation_id = organisation.id ORDER BY organisation.id")

    def test_a_reviewer_reads_name_and_code_beside_the_licence_and_approves(self):
        browser = self.make(self.person())
        self.first.get("/staff/reviews")
        self.assertIn("单位登记", self.first.page)
        self.first.get("/staff" + self.case(browser))
        for words in (NAME, CODE, "营业执照照片", "名称或代码与营业执照不符"):
            self.assertIn(words, self.first.page)
        for words in ("登记机关", "other_vehicle", "not_holder"):
            self.assertNotIn(words, self.first.page)
        photo = re.search(r'<img src="([^"]+)"', self.first.page)[1]
        self.assertEqual(photo, "/staff" + self.case(browser) + "/business_licence")
        cookies = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.first.cookies.items())}
        answer = self.server.ask("GET", photo, headers=cookies)
        self.assertEqual((answer.status, answer.body[:3]), (200, b"\xff\xd8\xff"))
        self.assertEqual(decide(self.first, self.case(browser)).status, 303)
        self.assertEqual(self.state(), [["approved", "approved", "0"]])
        self.assertEqual(self.server.ask("GET", photo, headers=cookies).status, 404)
        self.assertEqual(browser.get(browser.org + "/add").status, 200)
        browser.get("/messages")
        self.assertEqual(browser.page.count("已通过审核"), 1)
        browser.get(self.case(browser))
        self.assertIn(browser.org, browser.page)

    def test_what_is_refused_is_told_with_its_reason_and_looked_at_again_by_another(self):
        browser = self.make(self.person())
        decide(self.first, self.case(browser), "refuse", reason="other_company", words="代码末位看不清。")
        self.assertEqual(self.state(), [["refused", "refused", "0"]])
        browser.get(browser.org)
        self.assertIn(self.case(browser), browser.page)
        browser.get(self.case(browser))
        for words in ("名称或代码与营业执照不符", "代码末位看不清。", NAME):
            self.assertIn(words, browser.page)
        self.assertEqual(re.findall(r'type="file" id="(\w+)"', browser.page), ["business_licence"])
        self.assertEqual(send(browser, self.case(browser), {}).status, 200)
        self.assertIn('id="business_licence-error"', browser.page)
        self.assertEqual(send(browser, self.case(browser), {"business_licence": LICENCE}).status, 303)
        self.assertEqual(self.state(), [["waiting", "open", "1"]])
        self.assertEqual(decide(self.first, self.case(browser)).status, 200)  # not by the same one
        self.assertEqual(decide(self.second, self.case(browser)).status, 303)
        self.assertEqual(self.state(), [["approved", "approved", "0"]])

    def test_of_two_with_one_code_one_is_approved(self):
        one, other = self.make(self.person()), self.make(self.person())
        decide(self.first, self.case(one))
        self.assertEqual(decide(self.first, self.case(other)).status, 200)
        self.assertIn("同一代码的单位已通过审核", self.first.page)
        self.assertEqual(decide(self.first, self.case(other), "refuse", reason="other", words="已登记。").status, 303)
        self.assertEqual([row[0] for row in self.state()], ["approved", "refused"])

    def test_a_photo_is_needed_and_only_so_many_are_taken_a_day(self):
        browser = self.person()
        for files, error in (({}, "请选择"), ({"business_licence": b"no photo"}, "不是完整")):
            browser.get("/organisations/new")
            self.assertEqual(send(browser, "/organisations/new", files, once=self.once(browser), name=NAME, code=CODE).status, 200)
            self.assertIn('id="business_licence-error"', browser.page)
            self.assertIn(f'value="{CODE}"', browser.page)
        for _ in range(4):  # looks like one until it is unpacked
            browser.get("/organisations/new")
            answer = send(browser, "/organisations/new", {"business_licence": LICENCE[:200]}, once=self.once(browser), name=NAME, code=CODE)
            self.assertEqual(answer.status, 200)
            self.assertIn('id="business_licence-error"', browser.page)
        browser.get("/organisations/new")
        self.assertEqual(self.send(browser, once=self.once(browser), name=NAME, code=CODE).status, 429)
        self.assertEqual(self.state(), [])

    def test_a_closed_account_registers_nothing(self):
        browser = self.person()
        browser.get("/account/close")
        self.assertEqual(browser.post("/account/close", follow=False, word="注销").status, 303)
        made = self.world.sql(f"SELECT organisation_make('{'e' * 32}', max(id), '\\x01', '\\x01', 3, '{{}}', '{{}}') FROM account")
        self.assertEqual((made, self.state()), ([[None]], []))

    def test_who_ends_it_while_it_is_decided_waits(self):
        browser = self.make(self.person())
        handle = browser.org.rsplit("/", 1)[1]
        ended, decided = meet(self.world, f"SELECT FROM organisation WHERE handle = '{handle}' FOR UPDATE",
                              f"SELECT organisation_end('{handle}', (SELECT account_id FROM organisation_member))",
                              f"SELECT review_decide('{handle}', (SELECT min(id) FROM staff), NULL, NULL, NULL, NULL)")
        self.assertIn(["ended"], ended)
        self.assertEqual(decided, [[None]])

    def test_the_case_ends_with_the_organisation_and_is_nobody_elses(self):
        browser, stranger = self.make(self.person()), self.person()
        for who in (stranger, Browser(self.server)):
            self.assertNotIn(NAME, who.get(self.case(browser)).body.decode())
        browser.get(browser.org + "/end")
        browser.post(browser.org + "/end", word="注销单位")
        self.assertEqual(self.state(), [["ended", None, "0"]])
        self.assertEqual(browser.get(self.case(browser)).status, 404)
        self.assertEqual(decide(self.first, self.case(browser)).status, 404)


if __name__ == "__main__":
    unittest.main()
