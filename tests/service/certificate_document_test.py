"""An exporter without the owner: papers of the vehicle, a reviewer's word, and what is issued on it."""
import re
import unittest

from certificates import Exporter, Holder, make_keys
from owner_test import register, row
from papers import decide, multipart, png
from staff_test import staff_sign_in
from world import World, repair, vin


def car(number):
    return {"vin": vin(580000 + number), "plate": f"沪A8{number:04d}", "engine_no": f"EA88858{number:04d}",
            "registration_no": f"31000058{number:04d}"}


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000,
                          CHEDANG_PASSWORD_HOUR=1000, CHEDANG_DOCUMENTS_OPEN=4, CHEDANG_DOCUMENTS_DAY=30)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.reviewer = staff_sign_in(cls.world, cls.server, "reviewer")
        cls.cars = iter(car(i) for i in range(1000))
        cls.exporter = Exporter(cls.world, cls.server)

    def car(self):
        made = next(self.cars)
        message = repair(self.workshop, made["vin"], f"{made['vin']}-1", settled="20230614", odometer="23456")
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        return made

    def assert_refused(self, answer, status, code, pointer=None):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer.body)
        self.assertEqual(answer.json.get("errors"), pointer and [{"pointer": pointer}])

    def sent(self, number, **files):
        answer = self.exporter.send(number, **files)
        self.assertEqual((answer.status, answer.json["state"]), (202, "waiting"), answer.body)
        self.assertEqual(answer.header("location"), answer.json["links"]["self"])
        return answer.json["document"]

    def issue(self, number, document, **more):
        return self.exporter.issue(number, {"document": document}, **more)

    def photos(self, document):
        return [r[0] for r in self.world.sql(f"SELECT name FROM review_photo WHERE review = '{document}' ORDER BY name")]

    def test_approved_papers_are_a_ground(self):
        number = self.car()["vin"]
        document = self.sent(number, registration=png(seed=1), invoice=png(seed=2))
        self.assertEqual(self.photos(document), ["invoice", "registration"])
        self.assert_refused(self.issue(number, document), 409, "document_waiting", "#/ground/document")
        page = self.reviewer.get("/staff/reviews").body.decode()
        self.assertRegex(page, rf'href="/staff/reviews/{document}">出口证明的证件<')
        page = self.reviewer.get(f"/staff/reviews/{document}").body.decode()
        for words in (number, "出口代理", "车辆登记证书或行驶证照片", "机动车销售发票照片", "没有这辆车。"):
            self.assertIn(words, page)
        self.assertEqual(re.findall(r'<option value="(\w+)"', page), ["unreadable", "other_vehicle", "expired", "other"])
        photo = self.reviewer.get(f"/staff/reviews/{document}/invoice")
        self.assertEqual((photo.status, photo.header("content-type"), photo.body[:3]), (200, "image/jpeg", b"\xff\xd8\xff"))
        self.assertEqual(decide(self.reviewer, f"/reviews/{document}").header("location"), "/staff/reviews")
        self.assertEqual(self.photos(document), [])
        told = self.exporter.document(document)
        self.assertEqual((told["state"], told["reason"]), ("approved", None))
        self.assertIsNotNone(told["until"])
        made = self.issue(number, document)
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(self.exporter.get(made.json["number"])["ground"], "document")
        self.assertEqual(self.world.sql(f"SELECT act, photo FROM review_trail WHERE review = '{document}' ORDER BY id"),
                         [["looked", "invoice"], ["approved", None]])

    def test_refused_papers_say_why_and_issue_nothing(self):
        number = self.car()["vin"]
        document = self.sent(number)
        decide(self.reviewer, f"/reviews/{document}", "refuse", reason="other", words="发票上没有车架号")
        told = self.exporter.document(document)
        self.assertEqual((told["state"], told["reason"], told["words"], told["until"]), ("refused", "other", "发票上没有车架号", None))
        self.assertEqual(self.photos(document), [])
        before = self.world.sql("SELECT count(*) FROM certificate")
        self.assert_refused(self.issue(number, document), 403, "document_refused", "#/ground/document")
        self.assertEqual(self.world.sql("SELECT count(*) FROM certificate"), before)
        self.assertNotEqual(self.sent(number), document)  # others may follow

    def test_papers_are_whose_they_are_and_of_their_vehicle(self):
        number, other = self.car()["vin"], self.car()["vin"]
        document = self.sent(number)
        decide(self.reviewer, f"/reviews/{document}")
        stranger = Exporter(self.world, self.server, "别家代理")
        self.assert_refused(stranger.ask("GET", f"/v1/certificate-documents/{document}"), 404, "document_unknown")
        self.assert_refused(stranger.issue(number, {"document": document}), 404, "document_unknown", "#/ground/document")
        self.assert_refused(self.issue(other, document), 404, "document_unknown", "#/ground/document")
        self.assert_refused(self.issue(number, "0" * 32), 404, "document_unknown", "#/ground/document")
        self.assert_refused(self.issue(number, "rubbish"), 400, "field_invalid", "#/ground/document")

    def test_a_month_later_they_are_a_ground_no_more(self):
        number = self.car()["vin"]
        document = self.sent(number)
        decide(self.reviewer, f"/reviews/{document}")
        self.world.sql(f"UPDATE review SET decided_at = now() - interval '31 days' WHERE handle = '{document}'")
        self.assert_refused(self.issue(number, document), 403, "document_ended", "#/ground/document")

    def test_what_a_reviewer_looks_at_is_not_changed_behind_their_back(self):
        number = self.car()["vin"]
        document = self.sent(number, registration=png(seed=3))
        body = self.world.sql(f"SELECT md5(body) FROM review_photo WHERE review = '{document}'")
        self.assertEqual(self.sent(number, invoice=png(seed=4)), document)
        self.assertEqual(self.world.sql(f"SELECT md5(body) FROM review_photo WHERE review = '{document}'"), body)
        decide(self.reviewer, f"/reviews/{document}")

    def test_with_an_exporter_its_papers_leave_the_desk(self):
        exporter, number, kept = Exporter(self.world, self.server, "将走的代理"), self.car()["vin"], self.sent(self.car()["vin"])
        waiting, decided = (exporter.send(n).json["document"] for n in (number, self.car()["vin"]))
        decide(self.reviewer, f"/reviews/{decided}")
        self.reviewer.get(f"/staff/reviews/{waiting}")
        self.assertEqual(self.photos(waiting), ["registration"])
        self.world.command("client", "revoke", exporter.client["client_id"])
        self.assertEqual(self.photos(waiting), [])
        self.assertEqual(self.photos(kept), ["registration"])  # another exporter's
        states = self.world.sql(f"SELECT handle, state, reason, decided_at IS NOT NULL, decided_by FROM review WHERE handle IN ('{waiting}', '{decided}', '{kept}')")
        self.assertEqual({r[0]: r[1:4] for r in states}, {waiting: ["refused", "client_ended", "t"], decided: ["approved", None, "t"], kept: ["open", None, "f"]})
        desk = self.reviewer.get("/staff/reviews").body.decode()
        self.assertNotIn(waiting, desk)
        self.assertIn(kept, desk)
        page = self.reviewer.get(f"/staff/reviews/{waiting}").body.decode()
        self.assertIn("申请的出口代理已终止接入", page)
        self.assertNotIn(number, page)
        self.assertNotIn('name="decision"', page)
        self.assertEqual(self.reviewer.get(f"/staff/reviews/{waiting}/registration").status, 404)
        self.assertIn("您刚才的决定没有生效", self.reviewer.post(f"/staff/reviews/{waiting}", follow=False, decision="approve", revision="").body.decode())
        self.assertEqual(self.world.sql(f"SELECT state FROM review WHERE handle = '{waiting}'"), [["refused"]])
        self.assertEqual(exporter.send(self.car()["vin"]).status, 401)
        decide(self.reviewer, f"/reviews/{kept}")

    def test_no_case_is_opened_behind_an_exporters_end(self):
        """As one that was under way when the exporter was revoked would be."""
        exporter, handle = Exporter(self.world, self.server, "已走的代理"), "ab" * 16
        self.world.command("client", "revoke", exporter.client["client_id"])
        fate = self.world.sql(f"SELECT fate FROM certificate_document_open('{handle}', (SELECT max(id) FROM client), '\\x01', '\\x02', '{{invoice}}', '{{\\\\x03}}', 9)",
                              role="chedang_serve")
        self.assertEqual(fate, [["ended"]])
        self.assertEqual(self.photos(handle), [])

    def test_a_reviewer_cannot_give_a_reason_that_is_none_of_theirs(self):
        document = self.sent(self.car()["vin"])
        page = decide(self.reviewer, f"/reviews/{document}", "refuse", reason="client_ended").body.decode()
        self.assertIn('id="reason-error"', page)
        self.assertEqual(self.exporter.document(document)["state"], "waiting")
        decide(self.reviewer, f"/reviews/{document}")

    def test_so_many_wait_at_a_time(self):
        exporter = Exporter(self.world, self.server, "忙的代理")
        self.assertEqual([exporter.send(self.car()["vin"]).status for _ in range(5)], [202] * 4 + [429])

    def test_what_is_no_form_with_a_photo(self):
        number = self.car()["vin"]
        token = {"Authorization": f"Bearer {self.exporter.token}"}
        body, kind = multipart({"vin": number}, {"other": png(64, 48)})
        self.assert_refused(self.server.ask("POST", "/v1/certificate-documents", body, {**token, "Content-Type": kind}), 400, "field_invalid", "#/registration")
        self.assert_refused(self.exporter.send(number, photo=b"%PDF-1.7 no photo"), 400, "field_invalid", "#/registration")
        self.assert_refused(self.exporter.send(number, photo=png(64, 48)[:-40]), 400, "field_invalid", "#/registration")
        self.assert_refused(self.exporter.ask("POST", "/v1/certificate-documents", {"vin": number}), 415, "type_unsupported")

    def test_the_owner_is_told_of_the_certificate_and_sees_its_ground(self):
        owned = self.car()
        register(self.world, [row(owned)])
        owner = Holder(self.world, self.server, "13900091234", owned)
        document = self.sent(owned["vin"])
        self.assertIn("有账户目前持有这辆车", self.reviewer.get(f"/staff/reviews/{document}").body.decode())
        decide(self.reviewer, f"/reviews/{document}")
        self.assertEqual(self.issue(owned["vin"], document).status, 201)
        self.assertIn("经审核的材料", owner.browser.get(owner.vehicle + "/certificates").body.decode())
        owner.browser.get("/messages")
        self.assertIn("已开具一份出口维修情况证明", owner.browser.page)
        self.assertEqual(self.world.sql(f"SELECT account_id FROM review WHERE handle = '{document}'"), [[None]])


if __name__ == "__main__":
    unittest.main()
