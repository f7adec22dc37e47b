"""What the authority and the workshop itself see of a workshop as a whole."""
import random
import unittest

import counting
from dispute_test import workshop_sign_in
from staff_test import staff_sign_in
from world import vin


class QualityPage(counting.Counting):
    def setUp(self):
        super().setUp()
        dice, listed = random.Random(3), [vin(900 + i) for i in range(4)]
        self.lies = self.workshop("编造")
        self.lies_code = self.world.sql(f"SELECT code FROM workshop WHERE id = {self.lies}")[0][0]
        self.workshop("诚实")
        self.bulk("编造", [self.line(dice.choice(listed), f"l{i}", 80 - i // 4, dice.randrange(100000), plate=f"沪B{20000 + i}")
                         for i in range(320)])
        self.bulk("诚实", [self.line(vin(i), f"h{i}", i % 60, 10000 + i, fault=f"保养{i % 7}") for i in range(60)])
        self.settled()

    def page(self, browser, path, status=200):
        self.assertEqual(browser.get(path).status, status, path)
        for car in range(900, 904):
            self.assertNotIn(vin(car), browser.page)
        self.assertNotIn("沪B2", browser.page)
        return browser.page

    def test_the_authority_goes_from_the_list_to_a_workshop(self):
        supervisor = staff_sign_in(self.world, self.server, "supervisor")
        self.assertIn("/staff/workshops", self.page(supervisor, "/staff"))
        page = self.page(supervisor, "/staff/workshops")
        self.assertIn(f"/staff/workshops/{self.lies_code}", page)
        self.assertIn("少数车辆频繁更换号牌", page)
        for wrong in ("region=11", "class=1"):
            self.assertNotIn(self.lies_code, self.page(supervisor, f"/staff/workshops?{wrong}"))
        for right in ("region=31", "class=2", "region=31&class=2", "region=x&class=9"):
            self.assertIn(self.lies_code, self.page(supervisor, f"/staff/workshops?{right}"))
        page = self.page(supervisor, f"/staff/workshops/{self.lies_code}")
        records = self.world.sql("SELECT count(*) FROM workshop_record WHERE plate_differs")[0][0]
        self.assertIn(f"{records} / 320", page)  # all of four vehicles
        self.assertIn("可能的正当原因", page)
        self.assertIn("<svg", page)
        self.assertEqual(page.count('class="mono"'), 5 * page.count("示例记录<"))
        self.page(supervisor, "/staff/workshops/310115999999999", status=404)

    def test_a_reviewer_has_no_such_list(self):
        self.page(staff_sign_in(self.world, self.server, "reviewer"), "/staff/workshops", status=404)

    def test_a_workshop_sees_its_own(self):
        browser = workshop_sign_in(self.server, self.lies_code)
        page = self.page(browser, "/workshop/quality")
        self.assertIn("少数车辆频繁更换号牌", page)
        self.assertIn("如何改进", page)
        self.assertIn('action="/staff/sign-in"', self.page(browser, f"/staff/workshops/{self.lies_code}"))
        browser.get("/language/en?to=/workshop/quality")
        page = self.page(browser, "/workshop/quality")
        self.assertIn("A few vehicles change plates again and again", page)
        self.assertNotIn("诚实", page)


if __name__ == "__main__":
    unittest.main()
