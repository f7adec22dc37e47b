"""Ownership ends: with a transfer, with the vehicle, or because a reviewer finds that it is somebody else's."""
import concurrent.futures
import re
import unittest

from owner_test import CAR, HEADER, Browser, claim, register, row, sign_in
from papers import decide, documents, prove, send
from staff_test import staff_sign_in
from world import World, vin

WHY = {"scrapped": "已报废", "exported": "已出口", "报废": "已报废", "出口": "已出口"}


def car(number):
    return {**CAR, "vin": vin(550000 + number), "plate": f"沪B{55000 + number}", "engine_no": f"EN{number:06}",
            "registration_no": f"3100006{number:05}"}


def end(world, car, how="", on="", holder="holder-1", check=True):
    path = world.folder / "ended.csv"
    path.write_text(f"{HEADER},ended,ended_on\n{row(car, holder)},{how},{on}\n")
    return world.command("registry", "import", str(path), check=check)


class Endings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000,
                          CHEDANG_REVIEW_TRIES=100, CHEDANG_CLAIM_TRIES=100, CHEDANG_CLAIM_TRIES_ADDRESS=10000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        register(cls.world, [row(car(n)) for n in range(30)])
        cls.phones = iter(range(13900055000, 13900055999))
        cls.reviewer = staff_sign_in(cls.world, cls.server, "reviewer")

    def owner(self, number=None):
        browser = sign_in(self.world, self.server, str(next(self.phones)))
        return browser if number is None else (browser, claim(self.world, browser, car(number)))

    def share(self, browser, path):
        browser.get(path + "/shares")
        once = re.search(r'name="once" value="([0-9a-f]{32})"', browser.page)[1]
        browser.post(path + "/shares", once=once, scope="full", hours="1")
        return "/s/" + re.search(r"/s/([\w-]{43})", browser.page)[1]

    def told(self, browser):
        browser.get("/messages")
        return browser.page

    def test_scrapping_and_leaving_end_access_links_and_claims_at_once(self):
        for number, (how, words) in enumerate(WHY.items()):
            browser, path = self.owner(number)
            link = self.share(browser, path)
            self.assertEqual(Browser(self.server).get(link).status, 200)
            end(self.world, car(number), how, "2026-03-04")
            self.assertEqual(browser.get(path).status, 404)
            self.assertIn(words, browser.page)
            self.assertIn("2026年3月4日", browser.page)
            for more in ("/shares", "/looks", "/disputes", "/dispute"):
                self.assertEqual(browser.get(path + more).status, 404, more)
            self.assertEqual(Browser(self.server).get(link).status, 404)
            self.assertIn("这辆车已不在您名下", self.told(browser))
            browser.get("/vehicles")
            self.assertIn(words, browser.page.split("以前的车辆")[1])
            for who in (browser, self.owner()):  # whoever knows the facts is refused as with any other reason
                who.get("/vehicles/claim")
                self.assertEqual(who.post("/vehicles/claim", follow=False, **car(number)).status, 200)
                self.assertIn("无法确认您与该车辆的关系", who.page)

    def test_an_end_that_was_a_mistake_is_undone(self):
        browser, path = self.owner(6)
        end(self.world, car(6), "scrapped")
        self.assertEqual(browser.get(path).status, 404)
        end(self.world, car(6))
        self.assertEqual(browser.get(path).status, 200)
        self.assertEqual(len(self.world.sql(f"SELECT 1 FROM notice WHERE kind = 'ownership_ended' AND vehicle_key = "
                                            f"(SELECT vehicle_key FROM ownership WHERE handle = '{path[10:]}')")), 1)

    def test_a_row_whose_end_cannot_be_read_is_refused(self):
        for how, on in (("stolen", ""), ("", "2026-03-04"), ("scrapped", "morgen"), ("scrapped", "2999-01-01")):
            result = end(self.world, car(7), how, on, check=False)
            self.assertEqual(result.returncode, 1, (how, on))
        self.assertEqual(self.world.sql("SELECT count(*) FROM registry WHERE ended = 'stolen'"), [["0"]])

    def test_a_transfer_tells_the_one_who_held_it_and_nobody_else(self):
        browser, path = self.owner(8)
        other = self.owner()
        end(self.world, car(8), holder="holder-2")
        self.assertIn("这辆车已不在您名下", self.told(browser))
        browser.get(path)
        self.assertIn("已过户", browser.page)
        self.assertNotIn("这辆车已不在您名下", self.told(other))
        self.assertEqual(other.get(path).status, 404)
        self.assertNotIn("已过户", other.page)

    def contested(self, number):
        """Whoever holds it, the one who claims it too, and the case."""
        holder, path = self.owner(number)
        rival = self.owner()
        rival.get("/vehicles/claim")
        case = rival.post("/vehicles/claim", follow=False, **car(number)).header("location")
        self.assertRegex(case, "^/reviews/[0-9a-f]{32}$")
        return holder, path, rival, case

    def test_a_claim_made_twice_waits_for_a_reviewer_and_both_are_told(self):
        holder, path, rival, case = self.contested(9)
        rival.get(case)
        self.assertIn("另一个账户目前持有这辆车", rival.page)
        self.assertEqual(rival.get("/vehicles").status, 200)
        self.assertNotRegex(rival.page, r'href="/vehicles/[0-9a-f]{32}"')
        self.assertEqual(holder.get(path).status, 200)  # keeps access meanwhile
        self.assertIn("另一个账户认领了这辆车", self.told(holder))
        holder.get("/vehicles")
        self.assertIn(f'href="{case}"', holder.page)
        # The same claim once more is the same case.
        rival.get("/vehicles/claim")
        self.assertEqual(rival.post("/vehicles/claim", follow=False, **car(9)).header("location"), case)
        self.assertEqual(len(self.world.sql(f"SELECT 1 FROM notice WHERE kind = 'claim_contested' AND vehicle_key = "
                                            f"(SELECT vehicle_key FROM ownership WHERE handle = '{path[10:]}')")), 1)

    def test_either_may_send_documents_and_the_reviewer_sees_whose_they_are(self):
        holder, path, rival, case = self.contested(10)
        self.reviewer.get("/staff/reviews")
        self.assertIn("尚无证件", self.reviewer.page)
        for who, names in ((rival, ("licence", "identity")), (holder, ("holder_licence", "holder_identity"))):
            who.get(case)
            for name in names:
                self.assertIn(f'name="{name}"', who.page)
            self.assertEqual(send(who, case, {names[0]: b"no photo", names[1]: documents()["identity"]}).status, 200)
            self.assertEqual(who.page.count('class="error"'), 1)
            files = dict(zip(names, documents(len(names)).values()))
            self.assertEqual(send(who, case, files).header("location"), case)
            who.get(case)
            self.assertIn("您的照片已收到", who.page)
        stranger = self.owner()
        stranger.get("/vehicles/claim")
        self.assertEqual(send(stranger, case, documents()).status, 404)
        self.reviewer.get(f"/staff{case}")
        self.assertEqual(self.reviewer.page.count("<img"), 4)
        for name in ("licence", "holder_licence"):
            self.assertEqual(self.reviewer.get(f"/staff{case}/{name}").status, 200)

    def test_it_is_the_rivals(self):
        holder, path, rival, case = self.contested(11)
        link = self.share(holder, path)
        rival.get(case)
        send(rival, case, documents())
        self.assertEqual(decide(self.reviewer, case).status, 303)
        self.assertEqual(holder.get(path).status, 404)
        self.assertIn("已认定为他人所有", holder.page)
        self.assertEqual(Browser(self.server).get(link).status, 404)
        self.assertIn("这辆车已不在您名下", self.told(holder))
        self.assertIn("已通过审核", self.told(rival))
        rival.get("/vehicles")
        found = re.search(r'href="(/vehicles/[0-9a-f]{32})"', rival.page)[1]
        self.assertEqual(rival.get(found).status, 200)
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM review_photo WHERE review = '{case[9:]}'"), [["0"]])
        holder.get(case)
        self.assertIn("属于另一位申请人", holder.page)
        self.assertNotIn("<form", holder.page.split("<main")[1])
        # The former holder may claim it back, by way of a reviewer.
        holder.get("/vehicles/claim")
        self.assertRegex(holder.post("/vehicles/claim", follow=False, **car(11)).header("location"), "^/reviews/")

    def test_it_stays_the_holders(self):
        holder, path, rival, case = self.contested(12)
        self.assertEqual(decide(self.reviewer, case, "refuse", reason="not_holder").status, 303)
        self.assertEqual(holder.get(path).status, 200)
        self.assertIn("仍在您名下", self.told(holder))
        self.assertIn("未通过审核", self.told(rival))
        holder.get(case)
        self.assertIn("仍在您名下", holder.page)
        self.assertNotIn("登记的所有人另有其人", holder.page)  # what the reviewer told the other one

    def test_the_former_owner_in_the_hour_of_the_transfer(self):
        """The registry has moved on: access has ended, and the old papers are no claim any more."""
        former, path = self.owner(13)
        new_facts = {**car(13), "plate": "沪C55113", "registration_no": "310000699913"}
        end(self.world, new_facts, holder="holder-2")
        self.assertEqual(former.get(path).status, 404)
        former.get("/vehicles/claim")
        self.assertEqual(former.post("/vehicles/claim", follow=False, **car(13)).status, 200)
        self.assertIn("无法确认您与该车辆的关系", former.page)
        new = self.owner()
        new.get("/vehicles/claim")
        self.assertRegex(new.post("/vehicles/claim", follow=False, **new_facts).header("location"), "^/vehicles/")

    def test_a_transfer_while_a_reviewer_looks(self):
        holder, path, rival, case = self.contested(14)
        self.reviewer.get(f"/staff{case}")
        end(self.world, car(14), holder="holder-2")
        self.assertEqual(self.reviewer.post(f"/staff{case}", follow=False, decision="approve", revision="1").status, 200)
        self.assertIn("有变更", self.reviewer.page)
        self.assertEqual(holder.get(path).status, 404)
        self.assertEqual(holder.get(case).status, 404)  # sold: the case is no business of theirs
        self.assertEqual(send(holder, case, {f"holder_{name}": photo for name, photo in documents().items()}).status, 404)
        end(self.world, car(14), "scrapped", holder="holder-2")
        self.assertEqual(decide(self.reviewer, case).status, 200)
        self.assertIn("登记信息中没有这辆车", self.reviewer.page)
        self.assertEqual(decide(self.reviewer, case, "refuse", reason="not_holder").status, 303)

    def test_of_two_who_claim_at_once_one_is_the_first(self):
        pairs = [(self.owner(), self.owner()) for _ in range(2)]
        for number, pair in enumerate(pairs):
            for who in pair:
                who.get("/vehicles/claim")
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                places = list(pool.map(lambda who: who.post("/vehicles/claim", False, None, **car(15 + number)).header("location"), pair))
            self.assertEqual(sorted(place.split("/")[1] for place in places), ["reviews", "vehicles"])

    def test_documents_of_a_vehicle_that_somebody_holds_take_it_over_when_approved(self):
        holder, path = self.owner(18)
        other = self.owner()
        _, case = prove(other, car(18)["vin"])
        self.reviewer.get(f"/staff{case}")
        self.assertIn("另一个账户目前持有这辆车", self.reviewer.page)
        self.assertEqual(decide(self.reviewer, case).status, 303)
        self.assertEqual(holder.get(path).status, 404)
        self.assertIn("这辆车已不在您名下", self.told(holder))

    def test_whoever_holds_it_closes_the_account_while_it_is_contested(self):
        holder, path, rival, case = self.contested(19)
        holder.get(case)
        send(holder, case, dict(zip(("holder_licence", "holder_identity"), documents().values())))
        holder.get("/account/close")
        self.assertEqual(holder.post("/account/close", follow=False, word="注销").status, 303)
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM review_photo WHERE review = '{case[9:]}'"), [["0"]])
        self.assertEqual(decide(self.reviewer, case).status, 303)
        rival.get("/vehicles")
        self.assertRegex(rival.page, r'href="/vehicles/[0-9a-f]{32}"')


if __name__ == "__main__":
    unittest.main()
