"""Notices to owners: in the message centre at once, by SMS in their language, unless muted, and not in quiet hours."""
import json
import time
import unittest

from owner_test import sign_in
from world import World

PHONE = "13900007001"


class Notices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        sign_in(cls.world, cls.server, PHONE)
        cls.account = cls.world.sql("SELECT id FROM account")[0][0]

    def setUp(self):
        self.world.sql("UPDATE account SET language = 'zh', sms_muted = '{}', quiet_from = NULL, quiet_to = NULL")

    def tell(self, kind="claim_tried"):
        self.world.sql(f"SELECT tell({self.account}, '{kind}', NULL)", role="chedang_serve")

    def texts(self, wanted):
        """What came by SMS, once it is so many; waits for them."""
        until = time.monotonic() + 5
        while True:
            found = [json.loads(p.read_text()) for p in (self.world.folder / "outbox").glob("*.json")]
            texts = [m["text"] for m in found if m["to"] == PHONE and "sign-in code" not in m["text"] and "验证码" not in m["text"]]
            if len(texts) >= wanted or time.monotonic() > until:
                return texts
            time.sleep(0.05)

    def test_the_sms_is_in_the_language_of_the_account(self):
        before = len(self.texts(0))
        self.tell()
        self.assertIn("认领", self.texts(before + 1)[-1])
        self.world.sql("UPDATE account SET language = 'en'")
        self.tell()
        self.assertTrue(any("claim your vehicle" in text for text in self.texts(before + 2)))

    def test_what_is_muted_is_in_the_message_centre_only(self):
        self.world.sql("UPDATE account SET sms_muted = '{a_kind}'")
        before = self.world.sql("SELECT count(*) FROM notice")[0][0]
        self.tell("a_kind")
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM notice")[0][0]), int(before) + 1)
        self.assertEqual(self.world.sql("SELECT count(*) FROM outbox WHERE account_id IS NOT NULL"), [["0"]])

    def test_an_sms_waits_for_the_end_of_the_quiet_hours(self):
        hour = int(self.world.sql("SELECT extract(hour FROM now() AT TIME ZONE 'Asia/Shanghai')")[0][0])
        self.world.sql(f"UPDATE account SET quiet_from = {hour}, quiet_to = {(hour + 2) % 24}")
        self.tell("a_kind")
        self.assertEqual(self.world.sql("SELECT due_at > now() + interval '59 minutes' AND due_at <= now() + interval '2 hours' "
                                        "FROM outbox WHERE account_id IS NOT NULL"), [["t"]])
        self.world.sql("DELETE FROM outbox")

    def test_what_concerns_safety_is_neither_muted_nor_does_it_wait(self):
        hour = int(self.world.sql("SELECT extract(hour FROM now() AT TIME ZONE 'Asia/Shanghai')")[0][0])
        self.world.sql(f"UPDATE account SET quiet_from = {hour}, quiet_to = {(hour + 2) % 24}, "
                       "sms_muted = '{claim_tried,new_device,phone_changed}'")
        for kind in ("claim_tried", "new_device", "phone_changed"):
            with self.subTest(kind):
                before = len(self.texts(0))
                self.tell(kind)
                self.assertEqual(len(self.texts(before + 1)), before + 1)

    def test_quiet_hours_may_pass_midnight(self):
        for moment, begin, end, after in (
                ("2026-01-05 12:00", 22, 8, "2026-01-05 12:00"), ("2026-01-05 22:00", 22, 8, "2026-01-06 08:00"),
                ("2026-01-05 23:59", 22, 8, "2026-01-06 08:00"), ("2026-01-06 00:30", 22, 8, "2026-01-06 08:00"),
                ("2026-01-06 07:59", 22, 8, "2026-01-06 08:00"), ("2026-01-06 08:00", 22, 8, "2026-01-06 08:00"),
                ("2026-01-05 13:10", 13, 14, "2026-01-05 14:00"), ("2026-01-05 14:00", 13, 14, "2026-01-05 14:00"),
                ("2026-01-05 03:00", "NULL", "NULL", "2026-01-05 03:00")):
            with self.subTest(moment=moment, begin=begin):
                found = self.world.sql(f"SELECT to_char(after_quiet('{moment}+08', {begin}, {end}) AT TIME ZONE 'Asia/Shanghai', "
                                       "'YYYY-MM-DD HH24:MI')")
                self.assertEqual(found, [[after]])

    def test_hours_are_both_or_neither_and_not_the_same(self):
        for begin, end in ((22, "NULL"), ("NULL", 8), (8, 8), (24, 8)):
            with self.subTest(begin=begin), self.assertRaises(AssertionError):
                self.world.sql(f"UPDATE account SET quiet_from = {begin}, quiet_to = {end}")
