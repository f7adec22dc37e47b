"""Somebody else's car with the owner's consent: who may ask, that asking tells nothing, and how it ends."""
import json
import re
import time
import unittest

from owner_test import CAR, codes, register, row, sign_in
from world import World, repair, size, vin

SECOND = {**CAR, "vin": vin(500601), "plate": "沪A56001", "engine_no": "EA888560001", "registration_no": "310000560001"}
HIDDEN = (CAR["vin"], "LEND-NUMBER-0", "/dispute", "/rating/", "/shares", "/looks")


def plain(page):
    return re.sub(r"[0-9a-f]{16,}", "", page)


class Consent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, workshop = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR), row(SECOND)])
        for i in range(3):
            message = repair(workshop, CAR["vin"], f"LEND-NUMBER-{i}", settled=f"202{i + 1}0614", odometer=str(10000 * (i + 1)),
                             vehicleplatenumber=CAR["plate"], faultdescription="制动异响")
            assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        cls.phones = iter(f"1390009{i:04d}" for i in range(1000))

    def setUp(self):
        self.world.sql("DELETE FROM attempt; DELETE FROM ownership; DELETE FROM consent_request")

    def person(self):
        phone = next(self.phones)
        browser = sign_in(self.world, self.server, phone)
        browser.phone = phone
        return browser

    def owner(self, car=CAR):
        browser = self.person()
        browser.get("/vehicles/claim")
        answer = browser.post("/vehicles/claim", follow=False, **car)
        self.assertEqual(answer.status, 303)
        browser.vehicle = answer.header("location")
        browser.get(browser.vehicle)
        return browser

    def ask(self, asker, phone, vehicle=CAR["vin"], days="30"):
        asker.get("/vehicles/consent")
        return asker.post("/vehicles/consent", vehicle=vehicle, phone=phone, days=days)

    def code(self, phone, before):
        until = time.monotonic() + 5
        while len(codes(self.world, phone)) == before and time.monotonic() < until:
            time.sleep(0.05)
        self.assertGreater(len(codes(self.world, phone)), before, "no code came")
        return codes(self.world, phone)[-1]

    def let(self, owner, asker=None, **more):
        """Somebody reads the owner's vehicle by consent: their browser, on its page."""
        asker = asker or self.person()
        before = len(codes(self.world, owner.phone))
        self.ask(asker, owner.phone, **more)
        answer = asker.post("/vehicles/consent/code", code=self.code(owner.phone, before), follow=False)
        self.assertEqual(answer.status, 303, asker.page)
        asker.lent = answer.header("location")
        self.assertRegex(asker.lent, "^/vehicles/[0-9a-f]{32}$")
        self.assertEqual(asker.get(asker.lent).status, 200)
        return asker

    def end_of(self, owner):
        owner.get(owner.vehicle)
        return re.search(owner.vehicle + "/consents/[0-9a-f]{32}/end", owner.page)[0]

    def gone(self, browser):
        answer = browser.get(browser.lent)
        return answer.status == 404 and "制动异响" not in browser.page

    def message_to(self, phone):
        found = [json.loads(p.read_text()) for p in sorted((self.world.folder / "outbox").glob("*.json"), key=lambda p: int(p.stem))]
        return [m["text"] for m in found if m["to"] == phone][-1]

    def test_with_the_code_that_the_owner_reads_out_the_records_are_seen(self):
        owner = self.owner()
        asker = self.let(owner)
        for words in ("制动异响", "2021年6月", CAR["plate"], "经车主同意查看此档案", "LSV**********"):
            self.assertIn(words, asker.page)
        for words in HIDDEN:
            self.assertNotIn(words, asker.page)
        asker.get("/vehicles")
        self.assertIn(asker.lent, asker.page)
        self.assertIn("可查看至", asker.page)

    def test_the_owner_reads_who_asks_for_which_car_and_how_long(self):
        owner, asker = self.owner(), self.person()
        for vehicle, shown in ((CAR["vin"], "LSV**********"), (CAR["plate"], CAR["plate"][:3] + "***" + CAR["plate"][-1])):
            before = len(codes(self.world, owner.phone))
            self.ask(asker, owner.phone, vehicle=vehicle, days="45")
            self.code(owner.phone, before)
            text = self.message_to(owner.phone)
            for words in (asker.phone[:3] + "****" + asker.phone[-4:], shown, "45 天"):
                self.assertIn(words, text)
            for words in (CAR["vin"], CAR["plate"], asker.phone):
                self.assertNotIn(words, text)

    def test_by_its_plate_the_right_one_of_two_is_meant(self):
        owner = self.owner()
        owner.get("/vehicles/claim")
        self.assertEqual(owner.post("/vehicles/claim", follow=False, **SECOND).status, 303)
        asker = self.let(owner, vehicle=" 沪a·56001 ")
        self.assertNotIn("制动异响", asker.page)
        self.assertIn(SECOND["vin"][-4:], asker.page)

    def test_whether_number_and_vehicle_belong_together_shows_nowhere(self):
        owner, other, asker = self.owner(), self.person(), self.person()
        cases = {"both": (owner.phone, CAR["vin"]), "by plate": (owner.phone, CAR["plate"]), "unknown number": ("13911112222", CAR["vin"]),
                 "a number without vehicle": (other.phone, CAR["vin"]), "another vehicle": (owner.phone, SECOND["vin"]),
                 "unknown vehicle": (owner.phone, vin(599999)), "unknown plate": (owner.phone, "沪A99999")}
        seen, times = {}, {name: [] for name in cases}
        for _ in range(size(3, 30)):
            self.world.sql("DELETE FROM attempt")
            for name, (phone, vehicle) in cases.items():
                asker.get("/vehicles/consent")
                began = time.monotonic()
                answer = asker.post("/vehicles/consent", follow=False, vehicle=vehicle, phone=phone, days="30")
                times[name].append(time.monotonic() - began)
                self.assertEqual((answer.status, answer.header("location")), (303, "/vehicles/consent/code"), name)
                kept = sorted(name for name, _ in answer.headers)
                asker.get("/vehicles/consent/code")
                page = plain(asker.page).replace(phone[:3] + "****" + phone[-4:], "")
                wrong = asker.post("/vehicles/consent/code", code="000000", follow=False)
                seen[name] = (kept, page, wrong.status, plain(wrong.body.decode()).replace(phone[:3] + "****" + phone[-4:], ""))
        self.assertEqual(len({json.dumps(s) for s in seen.values()}), 1, seen.keys())
        for name, taken in times.items():
            self.assertGreaterEqual(min(taken), 0.29, name)
        self.assertEqual(self.world.sql("SELECT count(*) FROM consent_request"), [["1"]])  # the last of this browser

    def test_where_nothing_was_sent_no_code_is_right(self):
        asker = self.person()
        self.ask(asker, "13911112222")
        self.world.sql("DELETE FROM consent_request WHERE ownership IS NOT NULL")
        self.assertEqual(asker.post("/vehicles/consent/code", code="123456", follow=False).status, 200)
        self.assertIn("验证码不对", asker.page)
        taken = self.world.sql("""SELECT consent_take(account_id, ticket, code, repeat('a', 32)) FROM consent_request WHERE tries = 1""")
        self.assertEqual(taken, [["wrong"]])  # even the very code that is stored

    def test_five_tries_end_a_code_and_it_counts_in_one_browser_and_account(self):
        owner, asker, other = self.owner(), self.person(), self.person()
        self.ask(asker, owner.phone)
        code = self.code(owner.phone, 1)
        other.get("/vehicles/consent")
        other.cookies["__Host-consent"] = asker.cookies["__Host-consent"]  # bound to the account
        self.assertEqual(other.post("/vehicles/consent/code", code=code, follow=False).header("location"), "/vehicles/consent")
        for i in range(5):
            asker.post("/vehicles/consent/code", code=f"{(int(code) + i + 1) % 1000000:06d}", follow=False)
        self.assertIn("已失效", asker.page)
        asker.post("/vehicles/consent/code", code=code, follow=False)
        self.assertIn("已失效", asker.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM consent WHERE ended_at IS NULL"), [["0"]])

    def test_a_code_counts_once_and_for_ten_minutes(self):
        owner, asker = self.owner(), self.person()
        self.ask(asker, owner.phone)
        code = self.code(owner.phone, 1)
        self.world.sql("UPDATE consent_request SET expires_at = now() - interval '1 second'")
        asker.post("/vehicles/consent/code", code=code, follow=False)
        self.assertIn("已失效", asker.page)
        asker = self.let(owner)
        taken = self.world.sql("SELECT consent_take(account_id, ticket, code, repeat('b', 32)) FROM consent_request WHERE tries = 5")
        self.assertEqual(taken, [["ended"]])

    def test_a_code_that_went_to_another_number_since_is_none(self):
        owner, asker = self.owner(), self.person()
        self.ask(asker, owner.phone, days="365")
        code = self.code(owner.phone, 1)
        self.world.sql("UPDATE account SET phone_index = '\\x0707' WHERE id = (SELECT account_id FROM ownership)")
        asker.post("/vehicles/consent/code", code=code, follow=False)
        self.assertIn("已失效", asker.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM consent WHERE ended_at IS NULL"), [["0"]])

    def test_requests_are_limited_by_account_number_and_address(self):
        with_few = self.world.server(CHEDANG_CODE_SENDS=3, CHEDANG_CODE_SENDS_ADDRESS=8).start()
        askers = [self.person() for _ in range(4)]
        for asker in askers:
            asker.server = with_few
        for i in range(3):
            self.assertEqual(self.ask(askers[0], f"1391111333{i}").status, 200)
        self.assertEqual(self.ask(askers[0], "13911113339").status, 429)  # this account
        for asker in askers[1:]:
            self.world.sql("DELETE FROM attempt WHERE kind = 'consent_account'")
            last = self.ask(asker, "13911113340").status
        self.assertEqual(last, 200)
        self.assertEqual(self.ask(askers[0], "13911113340").status, 429)  # this number
        self.world.sql("DELETE FROM attempt WHERE kind <> 'consent_address'")
        self.assertEqual(self.ask(askers[1], "13911113350").status, 429)  # this address
        self.assertIn("一小时", askers[1].page)
        with_few.stop()

    def test_a_form_that_cannot_be_taken_keeps_what_was_typed(self):
        asker = self.person()
        good = {"vehicle": CAR["vin"], "phone": "13911112222", "days": "30"}
        for wrong, error in (({"vehicle": "LSV"}, "vehicle-error"), ({"vehicle": ""}, "vehicle-error"), ({"phone": "139"}, "phone-error"),
                             ({"days": "0"}, "days-error"), ({"days": "366"}, "days-error"), ({"days": "-1"}, "days-error"),
                             ({"days": "1.5"}, "days-error"), ({"phone": asker.phone}, "phone-error")):
            with self.subTest(wrong=wrong):
                asker.get("/vehicles/consent")
                fields = {**good, **wrong}
                self.assertEqual(asker.post("/vehicles/consent", follow=False, **fields).status, 200)
                self.assertIn(f'id="{error}"', asker.page)
                self.assertIn('role="alert"', asker.page)
                for value in filter(None, fields.values()):
                    self.assertIn(f'value="{value}"', asker.page)
        for days in ("1", "365"):
            self.ask(asker, "13911112222", days=days)
            self.assertIn("填写车主的验证码", asker.page)

    def test_the_owner_sees_who_is_told_and_ends_it_at_once(self):
        owner = self.owner()
        asker = self.let(owner, days="7")
        owner.get(owner.vehicle)
        masked = asker.phone[:3] + "****" + asker.phone[-4:]
        self.assertIn(masked, owner.page)
        self.assertNotIn(asker.phone, owner.page)
        owner.get("/messages")
        self.assertIn("经您同意", owner.page)
        owner.post(self.end_of(owner))
        self.assertIn("已收回同意", owner.page)
        self.assertTrue(self.gone(asker))
        asker.get("/messages")
        self.assertIn("车主收回了同意", asker.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM notice WHERE kind = 'consent_ended'"), [["1"]])

    def test_every_look_stands_in_who_looked_under_the_number_of_the_consent(self):
        owner = self.owner()
        self.let(owner)
        asker = self.let(owner)
        asker.get(asker.lent)
        time.sleep(0.6)
        lines = self.world.sql("SELECT audience, purpose, reference FROM trail WHERE purpose = 'with_consent' ORDER BY looked_at DESC")
        self.assertEqual(lines[:2], [["consent", "with_consent", "2"]] * 2)
        owner.get(owner.vehicle + "/looks")
        self.assertIn("经您同意的人", owner.page)
        self.assertIn("经您同意的人", owner.get(owner.vehicle + "/looks.csv").body.decode())

    def test_who_reads_by_consent_acts_on_nothing(self):
        owner = self.owner()
        asker = self.let(owner)
        owner.get(owner.vehicle)
        record = re.search("/dispute/([0-9a-f]{32})", owner.page)[1]
        end = self.end_of(owner).rsplit("/consents/", 1)[1]
        for path in ("/shares", "/looks", "/looks.csv", "/dispute", "/disputes", f"/dispute/{record}", f"/rating/{record}"):
            self.assertEqual(asker.get(asker.lent + path).status, 404, path)
            self.assertEqual(asker.get(owner.vehicle + path).status, 404, path)
        asker.get(asker.lent)
        ticket = "0123456789abcdef" * 2
        for path, fields in (("/shares", {"once": ticket, "scope": "full", "hours": "24"}), (f"/consents/{end}", {}),
                             (f"/dispute/{record}", {"ticket": ticket, "kind": "not_mine", "words": "这不是我的车。"}),
                             (f"/rating/{record}", {a: 3 for a in ("punctuality", "attitude", "quality", "speed", "price")})):
            for vehicle in (asker.lent, owner.vehicle):
                self.assertEqual(asker.post(vehicle + path, follow=False, **fields).status, 404, path)
        self.assertEqual(self.world.sql("SELECT (SELECT count(*) FROM share), (SELECT count(*) FROM dispute), (SELECT count(*) FROM rating)"),
                         [["0", "0", "0"]])
        third = self.person()  # and cannot give it on
        before = len(codes(self.world, asker.phone))
        self.ask(third, asker.phone)
        time.sleep(0.6)
        self.assertEqual(len(codes(self.world, asker.phone)), before)

    def test_it_ends_with_the_ownership_with_either_account_by_leaving_and_in_time(self):
        def transfer(owner, asker):
            register(self.world, [row(CAR, holder="somebody-else", held_since="2024-01-01")])

        def close(browser):
            browser.get("/account/close")
            self.assertEqual(browser.post("/account/close", follow=False, word="注销").status, 303, browser.page)

        def leave(owner, asker):
            asker.post(asker.lent + "/leave")
            self.assertIn("您已放弃查看该车辆", asker.page)

        def expire(owner, asker):
            self.world.sql("UPDATE consent SET given_at = given_at - interval '31 days', expires_at = expires_at - interval '31 days'")

        for end in (leave, expire, lambda owner, asker: close(owner), transfer):
            register(self.world, [row(CAR)])
            self.world.sql("DELETE FROM ownership; DELETE FROM attempt")
            owner = self.owner()
            asker = self.let(owner)
            end(owner, asker)
            self.assertTrue(self.gone(asker), end)
            asker.get("/vehicles")
            self.assertNotIn(asker.lent, asker.page)
        register(self.world, [row(CAR)])
        owner = self.owner()
        asker = self.let(owner)
        close(asker)
        self.assertEqual(self.world.sql("SELECT count(*) FROM access WHERE audience = 'consent'"), [["0"]])
        owner.get(owner.vehicle)
        self.assertIn("账户已注销", owner.page)

    def test_asking_again_takes_the_place_of_what_was(self):
        owner = self.owner()
        asker = self.let(owner)
        first = asker.lent
        self.let(owner, asker, days="90")
        self.assertNotEqual(asker.lent, first)
        self.assertEqual(asker.get(first).status, 404)
        self.assertEqual(self.world.sql("SELECT number, ended_at IS NULL FROM consent ORDER BY number"), [["1", "f"], ["2", "t"]])

    def test_twenty_have_consent_and_no_more(self):
        owner = self.owner()
        account = self.world.sql("SELECT max(id) FROM account")[0][0]
        handle = owner.vehicle.rsplit("/", 1)[1]
        self.world.sql(f"""INSERT INTO account (phone_index, phone) SELECT sha256(n::text::bytea), '\\x00' FROM generate_series(1, 20) n;
            INSERT INTO consent (handle, ownership, number, account_id, expires_at)
            SELECT md5(id::text), '{handle}', id - {account}, id, now() + interval '2 days' FROM account WHERE id > {account}""")
        asker = self.person()
        self.ask(asker, owner.phone)
        asker.post("/vehicles/consent/code", code=self.code(owner.phone, 1), follow=False)
        self.assertIn("已有二十人", asker.page)
        self.assertEqual(self.world.sql("SELECT count(*) FROM consent"), [["20"]])

    def test_nothing_personal_is_kept_in_the_clear(self):
        owner, asker = self.owner(), self.person()
        self.ask(asker, owner.phone)
        kept = json.dumps(self.world.sql("SELECT * FROM consent_request")) + json.dumps(self.world.sql("SELECT * FROM attempt"))
        for words in (owner.phone, asker.phone, CAR["vin"], CAR["plate"]):
            self.assertNotIn(words, kept)
            self.assertNotIn(words, self.server.log())
            self.assertNotIn(words.encode().hex(), kept)


if __name__ == "__main__":
    unittest.main()
