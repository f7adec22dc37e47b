"""A photo of the settlement list with a dispute: who sees it, and how long; and a form that meets a restart."""
import re
import time
import unittest

from dispute_test import WORDS, Car, ticket_of, workshop_sign_in
from owner_test import Browser, sign_in
from papers import png, send
from staff_test import staff_sign_in
from world import World

CANARY = b"CANARY"


class Photos(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000,
                          CHEDANG_REVIEW_TRIES=4, CHEDANG_CLAIM_TRIES_ADDRESS=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.token = cls.world.workshop(cls.server)
        cls.workshop = workshop_sign_in(cls.server, cls.code)
        other, _ = cls.world.workshop(cls.server, name="另一家汽车维修企业")
        cls.other_workshop = workshop_sign_in(cls.server, other)

    def contest(self, car, photo, **fields):
        """The answer to a form with this photo, and the handle that its dispute has."""
        path = car.forms()[0]
        car.owner.get(path)
        ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', car.owner.page)[1]
        answer = send(car.owner, path, {"settlement_list": photo} if photo is not None else {}, ticket=ticket,
                      **{"kind": "wrong_figure", "words": WORDS, **fields})
        return answer, ticket

    def test_the_workshop_concerned_and_a_supervisor_see_it_until_the_dispute_is_closed(self):
        car = Car(self)
        answer, handle = self.contest(car, png(seed=3))
        self.assertEqual(answer.header("location"), f"/disputes/{handle}")
        supervisor = staff_sign_in(self.world, self.server, "supervisor")
        stranger = sign_in(self.world, self.server, "13900056999")
        reviewer = staff_sign_in(self.world, self.server, "reviewer")
        seen = [(car.owner, f"/disputes/{handle}"), (self.workshop, f"/workshop/disputes/{handle}"),
                (supervisor, f"/staff/disputes/{handle}")]
        for who, path in seen:
            who.get(path)
            self.assertIn(f'<img src="{path}/photo"', who.page)
            answer = self.server.ask("GET", path + "/photo", headers={
                "Cookie": "; ".join(f"{k}={v}" for k, v in who.cookies.items())})
            self.assertEqual((answer.status, answer.header("content-type"), answer.header("cache-control")),
                             (200, "image/jpeg", "no-store"), path)
            self.assertEqual((answer.body[:3], CANARY in answer.body), (b"\xff\xd8\xff", False))
        for who, path in ((self.other_workshop, seen[1][1]), (stranger, seen[0][1]), (reviewer, seen[2][1])):
            self.assertEqual(who.get(path + "/photo").status, 404, path)
        self.assertEqual(Browser(self.server).get(seen[0][1] + "/photo", follow=False).status, 303)
        self.workshop.get(seen[1][1])
        self.workshop.post(seen[1][1], step="justified", words="与结算清单一致，附有照片。")
        self.assertEqual(self.workshop.get(seen[1][1] + "/photo").status, 200)
        car.owner.get(seen[0][1])
        self.assertEqual(car.owner.post(seen[0][1], follow=False, step="accepted").status, 303)
        for who, path in seen:
            who.get(path)
            self.assertNotIn("<img", who.page)
            self.assertEqual(who.get(path + "/photo").status, 404)
        self.assertEqual(self.world.sql("SELECT count(*) FROM dispute_photo"), [["0"]])

    def test_it_need_not_be_there_and_what_is_wrong_is_told_at_the_field(self):
        car = Car(self)
        for photo, words in ((b"no photo at all", "不是完整的 JPEG 或 PNG"), (b"\0" * 20_000_000, "文件过大")):
            answer, _ = self.contest(car, photo)
            self.assertEqual(answer.status, 200)
            self.assertIn(words, car.owner.page.split('class="error"')[1])
            self.assertIn(WORDS.strip(), car.owner.page)  # what was typed stays
            self.assertIn('value="wrong_figure" required checked', car.owner.page)
        answer, handle = self.contest(car, None)
        self.assertEqual(answer.header("location"), f"/disputes/{handle}")
        self.assertEqual(car.owner.get(f"/disputes/{handle}/photo").status, 404)
        self.assertNotIn("<img", car.owner.get(f"/disputes/{handle}").body.decode())

    def test_photos_of_a_day_are_counted(self):
        car = Car(self)
        broken = png()[:-300]
        self.assertEqual([self.contest(car, broken)[0].status for _ in range(5)], [200] * 4 + [429])
        self.assertIn("今天上传照片的次数已用完", car.owner.page)
        self.assertEqual(self.contest(car, b"")[0].status, 303)  # without one it goes on

    def test_it_goes_with_the_account(self):
        car = Car(self)
        answer, handle = self.contest(car, png(seed=4))
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM dispute_photo JOIN dispute ON id = dispute_id WHERE handle = '{handle}'"), [["1"]])
        car.owner.get("/account/close")
        self.assertEqual(car.owner.post("/account/close", follow=False, word="注销").status, 303)
        self.assertEqual(self.world.sql("SELECT count(*) FROM dispute_photo"), [["0"]])


class Away(unittest.TestCase):
    def test_a_form_that_meets_a_restart_of_the_database_is_stored_once(self):
        with World() as self.world:
            self.server = self.world.server().start()
            _, self.token = self.world.workshop(self.server)
            car = Car(self)
            form = car.forms()[0]
            car.owner.get(form)
            fields = {"ticket": ticket_of(car.owner), "kind": "wrong_figure", "words": WORDS}
            self.world.kill_postgres()
            answer = car.owner.post(form, follow=False, **fields)
            self.assertEqual(answer.status, 503)
            self.assertGreater(int(answer.header("retry-after")), 0)
            self.world.start_stores()
            until = time.monotonic() + 30
            while answer.status == 503 and time.monotonic() < until:  # as a reload sends it again
                time.sleep(0.2)
                answer = car.owner.post(form, follow=False, **fields)
            for _ in range(2):
                self.assertEqual(answer.header("location"), f"/disputes/{fields['ticket']}")
                answer = car.owner.post(form, follow=False, **fields)
            self.assertEqual(self.world.sql("SELECT count(*) FROM dispute"), [["1"]])


if __name__ == "__main__":
    unittest.main()
