"""All that is stored about me is all: what was done with my vehicles is in it, and no table with a person in it is forgotten."""
import json
import re
import subprocess
import time
import unittest

from certificates import Exporter, Holder, make_keys
from dispute_test import PHONES, WORDS, Car, workshop_sign_in
from download_test import paths
from ended_test import end
from owner_test import Browser, register, row, sign_in
from share_test import PHONE_AGENT
from world import World

# Where what a table holds about an account or a vehicle stands in the document.
TOLD = {
    "account": "account", "session": "sessions", "device": "browsers", "notice": "notices", "outbox": "messages_waiting",
    "ownership": "vehicles", "vehicle": "vehicles.history", "registry": "vehicles.history.first_registered",
    "repair": "vehicles.history.records", "review": "reviews", "review_photo": "reviews.photos_kept",
    "consent": "consents", "organisation_member": "memberships", "organisation_invitation": "memberships.invited_until",
    "dispute": "disputes", "dispute_step": "disputes.steps", "dispute_photo": "disputes.photo_kept", "rating": "ratings",
    "share": "shares", "share_opening": "shares.opened", "trail": "looks", "certificate": "certificates",
}
# And what does not, and why.
NOT_TOLD = {
    "attempt": "counters by digests, for a day at most",
    "certificate_batch_line": "an exporter's own request; what was issued is told as certificates",
    "certificate_consent": "a code that ends within minutes; that it was sent stands in the message",
    "change": "a vehicle's versions, for ten minutes; the latest is told",
    "client_admin_ticket": "a platform's administrator between password and code",
    "consent_request": "a code that ends within minutes; consent that was given is told",
    "feed": "that a platform was told of a change; how it came to know the vehicle is told as looks",
    "finding": "what is odd about a workshop's record; its owners read it there, and that they were told is a notice",
    "finding_step": "what workshop and authority wrote to each other about it",
    "examination": "which vehicles are to be examined, for a second",
    "honey": "digests of numbers that nobody has",
    "repair_request": "an uploading program's own requests and their answers, sealed, for a day",
    "repair_revision": "what a workshop has replaced; nobody is shown it",
    "review_trail": "what reviewers did",
    "sandbox_vehicle": "of vehicles that do not exist",
    "settlement": "digests that a settlement is known by",
    "watch": "follows from a look, which is told",
    "workshop_record": "what records say about their workshops, which follows from the records, which are told",
    "workshop_seen": "which versions of vehicles are counted for workshops; the latest is told",
}
# A column of these names is about an account or a vehicle, whether or not it refers to one.
ABOUT = ("account_id", "ownership", "vehicle_key", "key", "phone", "phone_index", "asked", "asked_index", "review")

TABLES = f"""
WITH RECURSIVE about (id) AS (
    SELECT oid FROM pg_class WHERE relnamespace = 'chedang'::regnamespace AND relname IN ('account', 'ownership', 'vehicle')
     UNION
    SELECT attrelid FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'chedang'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND attname IN {ABOUT}
     UNION
    SELECT conrelid FROM pg_constraint JOIN about ON confrelid = about.id WHERE contype = 'f')
SELECT relname FROM about JOIN pg_class ON pg_class.oid = about.id WHERE NOT relispartition ORDER BY relname"""


class Owner(Car):
    """With links as well."""
    browser, vehicle = property(lambda self: self.owner), property(lambda self: self.path)
    share = Holder.share

    def rate(self, **points):
        form = self.forms("rating")[-1]
        self.owner.get(form)
        assert self.owner.post(form, follow=False, **points).header("location") == form


class Whole(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=10000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server().start()
        cls.code, cls.token = cls.world.workshop(cls.server)
        cls.workshop = workshop_sign_in(cls.server, cls.code)
        cls.platform = cls.server.token(cls.world.client("甲平台"))
        cls.exporter = Exporter(cls.world, cls.server)

    def setUp(self):
        self.world.sql("DELETE FROM attempt WHERE kind = 'download'")

    def json(self, browser):
        answer = browser.ask("GET", "/account/download.json", follow=False)
        self.assertEqual(answer.status, 200, answer.body[:300])
        return answer.json

    def pdf(self, browser, language="zh"):
        cookies = {**browser.cookies, "lang": language}
        answer = self.server.ask("GET", "/account/download.pdf", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
                                 timeout=120)
        self.assertEqual(answer.status, 200, answer.body[:300])
        path = self.world.folder / "whole.pdf"
        path.write_bytes(answer.body)
        return re.sub(r"\s", "", subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout)

    def drained(self, handle, many):
        key = f"(SELECT vehicle_key FROM ownership WHERE handle = '{handle}')"
        until = time.monotonic() + 10
        while int(self.world.sql(f"SELECT count(*) FROM trail WHERE vehicle_key = {key} AND audience <> 'owner'")[0][0]) < many:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

    def busy_owner(self):
        """One of each: contested and answered, rated, two links of which one was opened and one ended, looked at, certified."""
        car = Owner(self, records=2)
        car.dispute = car.contest()
        self.workshop.get(f"/workshop/disputes/{car.dispute}")
        self.workshop.post(f"/workshop/disputes/{car.dispute}", follow=False, step="justified", words="与清单一致，请打13812345678。")
        car.rate(punctuality=5, attitude=4, quality=5, speed=3, price=2)
        car.secret = car.share()["share"]
        self.assertEqual(Browser(self.server, "127.9.8.77").get(f"/s/{car.secret}", headers=PHONE_AGENT).status, 200)
        car.share(certifies=False, scope="summary", pin="271828")
        link = re.findall(r"/shares/([0-9a-f]{32})/end", car.owner.get(car.path + "/shares").body.decode())[0]
        car.owner.post(f"{car.path}/shares/{link}/end", follow=False)
        self.assertEqual(self.server.lookup(self.platform, car.facts["vin"], "insurance", "case-77").status, 200)
        car.number = self.exporter.issued(car.facts["vin"], {"share": car.secret})
        self.drained(car.path[-32:], 3)
        return car

    def assert_about(self, car, items):
        for item in items:
            self.assertEqual((item.pop("vehicle"), item.pop("vin_masked")[-4:]), (car.path[-32:], car.facts["vin"][-4:]))
        return items

    def test_what_was_done_with_my_vehicles_is_in_it(self):
        car = self.busy_owner()
        me = self.json(car.owner)
        explained = me.pop("keys")
        self.assertEqual([path for path in paths(me) if not any(f"{key}.".startswith(f"{path}.") for key in explained)], [])

        dispute, = self.assert_about(car, me["disputes"])
        self.assertEqual([(s["step"], s["by"], s["words"]) for s in dispute["steps"]],
                         [("opened", "owner", WORDS), ("justified", "workshop", "与清单一致，请打[电话]。")])
        for moment in (dispute.pop("opened_at"), *(s["taken_at"] for s in dispute.pop("steps"))):
            self.assertRegex(moment, r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$")
        self.assertRegex(dispute.pop("due_on"), r"^20\d\d-\d\d-\d\d$")
        self.assertEqual(dispute, {"kind": "wrong_figure", "own_part_only": False, "state": "answered", "photo_kept": False,
                                   "workshop": "上海示例汽车维修有限公司", "record_settled_on": "2024-02-03", "steps_cut": False})

        rating, = self.assert_about(car, me["ratings"])
        self.assertRegex(rating.pop("rated_on"), r"^20\d\d-\d\d-\d\d$")
        self.assertEqual(rating, {"workshop": "上海示例汽车维修有限公司", "record_settled_on": "2024-01-03",
                                  "punctuality": 5, "attitude": 4, "quality": 5, "speed": 3, "price": 2})

        ended, open_one = self.assert_about(car, me["shares"])
        self.assertEqual([(o["network"], o["device"], o["client"], o["purpose"]) for o in open_one["opened"]][1:],
                         [("127.9.8.*", "phone", None, None)])
        self.assertEqual((open_one["opened"][0]["client"], open_one["opened"][0]["purpose"]), ("出口代理", "export_certificate"))
        self.assertEqual((open_one["number"], open_one["scope"], open_one["has_pin"], open_one["for_certificate"], open_one["revoked_at"],
                          open_one["openings"]), (1, "full", False, True, None, 2))
        self.assertEqual((ended["number"], ended["scope"], ended["has_pin"], ended["for_certificate"], ended["opened"]),
                         (2, "summary", True, False, []))
        self.assertLess(ended["made_at"], ended["ends_at"])
        self.assertLessEqual(ended["made_at"], ended["revoked_at"])
        for secret in (car.secret, "271828"):
            self.assertNotIn(secret, json.dumps(me))

        looks = self.assert_about(car, me["looks"])
        self.assertEqual([(k["client"], k["purpose"], k["reference"]) for k in looks if k["purpose"] != "export_certificate"],
                         [("甲平台", "insurance", "case-77"), (None, "share_link", "1")])
        self.assertIn(("出口代理", "export_certificate"), [(k["client"], k["purpose"]) for k in looks])

        certificate, = self.assert_about(car, me["certificates"])
        self.assertLess(certificate.pop("issued_at")[:10], certificate.pop("valid_until"))
        self.assertEqual(certificate, {"number": car.number, "client": "出口代理", "destination": "KZ", "ground": "share", "state": "valid"})

        for name in ("disputes", "ratings", "shares", "looks", "certificates"):
            self.assertIs(me[f"{name}_cut"], False)

    def test_the_paper_has_it_in_words(self):
        car = self.busy_owner()
        chinese = self.pdf(car.owner)
        for words in ("里程、日期等数字有误", "企业已答复", WORDS, "与清单一致", "维修评价", "守约程度：5/5", "收费价格：2/5",
                      "完整记录，不含个人信息", "127.9.8.*·手机", "打开次数：2", "提前收回：20", "甲平台·保险·case-77", "持分享链接者",
                      car.number, "目的国：哈萨克斯坦", "取得者：出口代理"):
            self.assertIn(re.sub(r"\s", "", words), chinese)
        self.assertNotIn(car.secret, chinese)
        self.assertNotIn("13812345678", chinese)
        english = self.pdf(car.owner, "en")
        for words in ("The odometer or a date is wrong", "Answered by the workshop", "Ratings of repairs", "Keeps appointments: 5 / 5",
                      "Asks for a PIN: yes", "Somebody with your link", car.number, "Destination: Kazakhstan"):
            self.assertIn(re.sub(r"\s", "", words), english)

    def test_of_what_is_somebody_elses_by_now_there_is_the_own_part(self):
        car = self.busy_owner()
        register(self.world, [row(car.facts, holder="holder-2", held_since="2024-06-01")])
        buyer = sign_in(self.world, self.server, str(next(PHONES)))
        car.claim(buyer)
        me = self.json(car.owner)
        dispute, = me["disputes"]
        self.assertEqual((dispute["own_part_only"], dispute["state"], dispute["due_on"], dispute["workshop"], dispute["record_settled_on"]),
                         (True, None, None, None, None))
        self.assertEqual([(s["step"], s["words"]) for s in dispute["steps"]], [("opened", WORDS)])
        self.assertEqual([(r["price"], r["record_settled_on"]) for r in me["ratings"]], [(2, None)])
        self.assertEqual([len(s["opened"]) for s in me["shares"]], [0, 2])
        self.assertEqual((me["looks"], me["certificates"]), ([], []))
        self.assertNotIn(car.facts["vin"], json.dumps(me))
        self.assertIn("车辆已属他人", self.pdf(car.owner))
        bought = self.json(buyer)
        self.assertEqual([bought[name] for name in ("disputes", "ratings", "shares")], [[], [], []])
        self.assertNotIn(WORDS, json.dumps(bought, ensure_ascii=False))

    def test_of_an_exported_vehicle_the_certificates_are_still_told(self):
        car = self.busy_owner()
        end(self.world, car.facts, "出口", "2026-11-01")
        me = self.json(car.owner)
        self.assertFalse(me["vehicles"][0]["held_now"])
        self.assertEqual([c["number"] for c in me["certificates"]], [car.number])
        self.assertEqual((me["disputes"][0]["state"], me["disputes"][0]["own_part_only"]), ("answered", False))
        self.assertIn("甲平台", [k["client"] for k in me["looks"]])

    def test_lists_that_are_cut_say_so(self):
        car = self.busy_owner()
        mine = f"(SELECT * FROM ownership WHERE handle = '{car.path[-32:]}') AS mine"
        self.world.sql(f"""
            INSERT INTO trail SELECT now(), vehicle_key, 'platform', NULL, NULL, 'finance', 'ref-' || n, 'shown', 1, '\\x{"ab" * 16}', n
              FROM {mine}, generate_series(1, 5000) n;
            INSERT INTO dispute (vehicle_key, handle, ownership, kind, state)
            SELECT vehicle_key, md5('d' || n), handle, 'missing_record', 'closed' FROM {mine}, generate_series(1, 200) n;
            INSERT INTO dispute_step (vehicle_key, dispute_id, number, step, by)
            SELECT vehicle_key, id, n, 'asked', 'owner' FROM dispute, generate_series(1, 201) n
             WHERE ownership = '{car.path[-32:]}'
               AND (handle = md5('d200') OR handle = md5('d199') AND n <= 200);
            INSERT INTO dispute_step (vehicle_key, dispute_id, number, step, by)
            SELECT vehicle_key, id, 1, 'asked', 'owner' FROM dispute
             WHERE ownership = '{car.path[-32:]}' AND kind = 'missing_record' AND handle NOT IN (md5('d200'), md5('d199'));
            INSERT INTO share (handle, ownership, number, secret, scope, expires_at)
            SELECT md5('s' || n), handle, 100 + n, decode(md5('s' || n), 'hex'), 'full', now() + interval '1 day'
              FROM {mine}, generate_series(1, 199) n;
            INSERT INTO ownership (handle, account_id, vehicle_key, holder_revision, claimed_at)
            SELECT md5('o' || n), account_id, vehicle_key, 1000 + n, '2020-01-01' FROM {mine}, generate_series(1, 1000) n;
            INSERT INTO rating SELECT vehicle_key, repair_id, md5('o' || n), workshop_id, 1, 1, 1, 1, 1
              FROM rating, generate_series(1, 1000) n WHERE ownership = '{car.path[-32:]}';
            INSERT INTO certificate
            SELECT 1000 + n, set_byte(number, 0, n), client_id, vehicle_key, kid, 1000 + n, issued_at, valid_until, version, state,
                   state_at, state_no, reason, fresh, reference, destination, language, ground, predecessor, credential, paper,
                   number || int4send(n), body
              FROM certificate, generate_series(0, 200) n WHERE vehicle_key = (SELECT vehicle_key FROM {mine})
               AND n <> get_byte(number, 0)""")
        bounds = {"disputes": 200, "ratings": 1000, "shares": 200, "looks": 5000, "certificates": 200}
        me = self.json(car.owner)
        for name, most in bounds.items():
            self.assertEqual((len(me[name]), me[f"{name}_cut"]), (most, True), name)
            self.assertIn(f"{most:,}", me["keys"][f"{name}_cut"])
        self.assertEqual([(len(d["steps"]), d["steps_cut"]) for d in me["disputes"][:3]], [(200, True), (200, False), (1, False)])
        self.assertEqual(me["disputes"][-1]["kind"], "missing_record")  # the oldest, with WORDS, is left out
        self.world.sql("""DELETE FROM trail WHERE purpose = 'finance'; DELETE FROM share WHERE number > 100; DELETE FROM rating WHERE price = 1;
                          DELETE FROM ownership WHERE holder_revision > 1000""")
        text = self.pdf(car.owner, "en")
        self.assertIn("Thefirst200stepsonly.", text)
        self.assertEqual(text.count("Thelatest200only."), 2)  # disputes and certificates

    def test_no_table_about_a_person_is_forgotten(self):
        me = self.json(sign_in(self.world, self.server, str(next(PHONES))))
        tables = lambda: [r[0] for r in self.world.sql(TABLES)]
        self.assertEqual(tables(), sorted([*TOLD, *NOT_TOLD]),
                         "a table about accounts or vehicles is told in the download, or there is a reason why not: decide, and say it above")
        self.assertEqual(set(TOLD) & set(NOT_TOLD), set())
        for table, key in TOLD.items():
            self.assertIn(key.partition(".")[0], me, table)
            self.assertTrue(any(f"{explained}.".startswith(f"{key}.") for explained in me["keys"]), table)
        for column in ("account_id bigint", "opening text REFERENCES share"):  # one that comes is noticed
            self.world.sql(f"CREATE TABLE undecided ({column})")
            self.assertIn("undecided", tables())
            self.world.sql("DROP TABLE undecided")
