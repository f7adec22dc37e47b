"""An exporter gets a certificate: with whose consent, once, what it says, who learns of it, and what becomes of it."""
import concurrent.futures
import http.client
import json
import re
import subprocess
import time
import unittest
import uuid

from certificates import Exporter, Holder, forge, keys_of, leaf, make_keys, proof_holds, status_of
from ended_test import end
from owner_test import register, row
from world import World, repair, vin

PIN = "271828"


def car(number):
    return {"vin": vin(560000 + number), "plate": f"沪A6{number:04d}", "engine_no": f"EA88856{number:04d}",
            "registration_no": f"31000056{number:04d}"}


class Certificate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=100, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CONSENT_SENDS_DAY=1000, CHEDANG_CONSENT_SENDS_VEHICLE=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.cars = iter(car(i) for i in range(1000))
        cls.phones = iter(f"1390007{i:04d}" for i in range(1000))
        cls.exporter = Exporter(cls.world, cls.server)

    def upload(self, number, settlement, day="20240103", km="12345", **more):
        message = repair(self.workshop, number, f"{number}-{settlement}", settled=day, odometer=km, **more)
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")

    def owner(self, records=3):
        owned = next(self.cars)
        register(self.world, [row(owned)])
        for i in range(records):
            self.upload(owned["vin"], i, f"202{i}0614", str(10000 * (i + 1) + 7), vehicleplatenumber=owned["plate"])
        return Holder(self.world, self.server, next(self.phones), owned)

    def assert_refused(self, answer, status, code, pointer=None):
        self.assertEqual((answer.status, answer.json["code"]), (status, code), answer.body)
        self.assertEqual(answer.header("cache-control"), "no-store")
        self.assertEqual(answer.json.get("errors"), pointer and [{"pointer": pointer}])

    def status_list(self):
        listed = self.server.ask("GET", "/certificates/status").json
        key = keys_of(self.server)[listed["proof"]["verificationMethod"].split("#")[1]]
        self.assertTrue(proof_holds(listed, key))
        return listed

    def status(self, number):
        entry = self.exporter.envelope(number)["credential"]["credentialStatus"]
        self.assertEqual((entry["statusSize"], entry["statusListCredential"]), (2, "https://chedang.example/certificates/status"))
        return status_of(self.status_list(), int(entry["statusListIndex"]))

    # Issuing

    def test_with_the_owners_link_and_what_it_says(self):
        owner = self.owner()
        answer = self.exporter.issue(owner.car["vin"], owner.share(), reference="order-77")
        self.assertEqual(answer.status, 201, answer.body)
        number = answer.json["number"]
        self.assertEqual(answer.header("location"), f"/v1/certificates/{number}")
        self.assertEqual(answer.json["verify"], f"https://chedang.example/verify/{number}")
        credential = self.exporter.envelope(number)["credential"]
        self.assertTrue(proof_holds(credential, keys_of(self.server)[credential["proof"]["verificationMethod"].split("#")[1]]))
        subject = credential["credentialSubject"]
        self.assertEqual((credential["issuer"], credential["id"]), ("did:web:chedang.example", answer.json["verify"]))
        self.assertEqual((subject["vin"], subject["records"]), (owner.car["vin"], 3))
        self.assertEqual([r["km"] for r in subject["odometer"]], [10007, 20007, 30007])
        self.assertEqual([r["on"] for r in subject["odometer"]], ["2020-06", "2021-06", "2022-06-14"])
        for hidden in (owner.car["plate"], owner.phone, "order-77", "上海示例汽车维修有限公司", "更换机油"):
            self.assertNotIn(hidden, json.dumps(credential, ensure_ascii=False))
        held = self.exporter.get(number)
        self.assertEqual((held["state"], held["reference"], held["ground"], held["destination"]), ("valid", "order-77", "share", "KZ"))
        self.assertEqual(self.status(number), 0)

    def test_with_a_code_that_the_owner_was_sent(self):
        owner = self.owner()
        before = len(owner.texts(self.world))
        request = self.exporter.consent(owner.car["vin"], owner.phone)
        code = owner.code(self.world, before)
        self.assertIn("出口代理", owner.texts(self.world)[before])
        self.assertNotIn(owner.car["vin"], owner.texts(self.world)[before])
        other = str((int(code) + 1) % 1000000).zfill(6)
        self.assert_refused(self.exporter.issue(owner.car["vin"], {"code": {"request": request, "code": other}}), 403, "code_wrong",
                            "#/ground/code/code")
        other_car = self.owner(0)
        self.assert_refused(self.exporter.issue(other_car.car["vin"], {"code": {"request": request, "code": code}}), 403, "code_wrong",
                            "#/ground/code/code")
        ground = {"code": {"request": request, "code": code}}
        stranger = Exporter(self.world, self.server, "别的代理")
        self.assert_refused(stranger.issue(owner.car["vin"], ground), 403, "code_ended", "#/ground/code")
        self.assertEqual(self.exporter.get(self.exporter.issued(owner.car["vin"], ground))["ground"], "code")
        self.assert_refused(self.exporter.issue(owner.car["vin"], ground), 403, "code_ended", "#/ground/code")

    def test_five_wrong_codes_end_a_request(self):
        owner = self.owner(1)
        before = len(owner.texts(self.world))
        request = self.exporter.consent(owner.car["vin"], owner.phone)
        code = owner.code(self.world, before)
        wrong = str((int(code) + 1) % 1000000).zfill(6)
        answers = [self.exporter.issue(owner.car["vin"], {"code": {"request": request, "code": wrong}}).json["code"] for _ in range(6)]
        self.assertEqual(answers, ["code_wrong"] * 4 + ["code_ended"] * 2)
        owner.browser.get("/messages")
        self.assertEqual(owner.browser.page.count("五次输错"), 1)
        self.assert_refused(self.exporter.issue(owner.car["vin"], {"code": {"request": request, "code": code}}), 403, "code_ended", "#/ground/code")

    def test_asking_tells_nothing(self):
        owner = self.owner(1)
        times = {}
        for who, phone, number in (("owner", owner.phone, owner.car["vin"]), ("stranger", "13700000001", owner.car["vin"]),
                                   ("another car", owner.phone, vin(569999))):
            began = time.monotonic()
            answer = self.exporter.ask("POST", "/v1/certificates/consents", {"vin": number, "phone": phone})
            times[who] = time.monotonic() - began
            self.assertEqual((answer.status, set(answer.json), answer.json["expires_in"]), (202, {"request", "expires_in"}, 600))
        self.assertGreaterEqual(min(times.values()), 0.3)
        self.assertEqual(self.world.sql("SELECT count(*) FROM certificate_consent")[0][0],
                         self.world.sql("SELECT count(DISTINCT request) FROM certificate_consent")[0][0])

    def test_a_link_that_does_not_open(self):
        owner, other = self.owner(1), self.owner(1)
        number = owner.car["vin"]
        self.assert_refused(self.exporter.issue(number, {"share": "A" * 43}), 404, "share_unknown", "#/ground/share")
        self.assert_refused(self.exporter.issue(number, other.share()), 404, "share_unknown", "#/ground/share")
        closed = owner.share(pin=PIN)
        self.assert_refused(self.exporter.issue(number, closed), 403, "share_pin_needed", "#/ground/pin")
        self.assert_refused(self.exporter.issue(number, {**closed, "pin": "314159"}), 403, "share_pin_wrong", "#/ground/pin")
        self.assertEqual(self.exporter.issue(number, {**closed, "pin": PIN}).status, 201)
        owner.browser.get(owner.vehicle + "/shares")
        record = self.world.sql("SELECT max(id) FROM repair WHERE vehicle_key = (SELECT vehicle_key FROM ownership ORDER BY claimed_at DESC "
                                "OFFSET 1 LIMIT 1)")[0][0]
        for narrow in (owner.share(certifies=False, scope="records", record=record), owner.share(certifies=False, scope="summary"),
                       owner.share(certifies=False)):
            self.assert_refused(self.exporter.issue(number, narrow), 403, "share_too_narrow", "#/ground/share")

    def test_a_link_is_a_ground_when_its_owner_says_so_and_no_other(self):
        owner = self.owner(1)
        page = owner.browser.get(owner.vehicle + "/shares").body.decode()
        self.assertRegex(page, r'<input type="checkbox" id="certifies" name="certifies" value="1" aria-describedby="certifies-hint">')
        once = re.search(r'name="once" value="([0-9a-f]{32})"', page)[1]
        for scope in ("summary", "records"):
            owner.browser.post(owner.vehicle + "/shares", once=once, scope=scope, hours="24", certifies="1")
            self.assertIn("只有“完整记录”的链接可以用于开具出口证明。", owner.browser.page)
        plain, ticked = owner.share(certifies=False), owner.share()
        listed = re.findall(r"<dt>出口证明</dt><dd>(\S+)</dd>", owner.browser.get(owner.vehicle + "/shares").body.decode())
        self.assertEqual(listed, ["可凭此链接开具", "不可"])
        self.assert_refused(self.exporter.issue(owner.car["vin"], plain), 403, "share_too_narrow", "#/ground/share")
        self.assertEqual(self.exporter.issue(owner.car["vin"], ticked).status, 201)

    def test_a_link_that_is_revoked_while_it_is_issued_is_no_ground(self):
        """The owner's account is locked, so that the issue waits after it has opened the link; then the link is revoked."""
        owner = self.owner(1)
        ground = owner.share()
        before = self.world.sql("SELECT count(*) FROM certificate")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            locked = pool.submit(self.world.sql, f"""BEGIN; SELECT FROM account WHERE id = (SELECT account_id FROM ownership
                WHERE '{owner.vehicle}' LIKE '%' || handle) FOR UPDATE; SELECT pg_sleep(1);
                UPDATE share SET revoked_at = now() WHERE '{owner.vehicle}' LIKE '%' || ownership; COMMIT""")
            time.sleep(0.3)
            began = time.monotonic()
            self.assert_refused(self.exporter.issue(owner.car["vin"], ground), 404, "share_unknown", "#/ground/share")
            self.assertGreater(time.monotonic() - began, 0.3)
            locked.result()
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM share_opening JOIN share ON share = handle WHERE '{owner.vehicle}' LIKE '%' || ownership"), [["1"]])
        self.assertEqual(self.world.sql("SELECT count(*) FROM certificate"), before)

    def test_a_wrong_ground_is_refused_before_anything_is_read(self):
        """The records are locked meanwhile: who reads them does not come back."""
        owner = self.owner(1)
        before = len(owner.texts(self.world))
        request = self.exporter.consent(owner.car["vin"], owner.phone)
        right = owner.code(self.world, before)
        wrong = str((int(right) + 1) % 1000000).zfill(6)
        ground = owner.share(pin=PIN)
        self.upload(owner.car["vin"], "fresh", "20240301", "46000")  # so that no cache has it
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            locked = pool.submit(self.world.sql, "BEGIN; LOCK TABLE repair IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(4); COMMIT")
            time.sleep(0.3)
            began = time.monotonic()
            self.assert_refused(self.exporter.issue(owner.car["vin"], {"code": {"request": request, "code": wrong}}), 403, "code_wrong", "#/ground/code/code")
            self.assert_refused(self.exporter.issue(owner.car["vin"], {**ground, "pin": "314159"}), 403, "share_pin_wrong", "#/ground/pin")
            self.assertLess(time.monotonic() - began, 1.5)
            self.assertEqual(self.exporter.issue(owner.car["vin"], {"code": {"request": request, "code": right}}).status, 503)
            locked.result()
        self.assertEqual(self.exporter.issue(owner.car["vin"], {"code": {"request": request, "code": right}}).status, 201)

    def test_on_paper_with_what_was_signed_attached(self):
        owner = self.owner(7)
        number = self.exporter.issued(owner.car["vin"], owner.share())
        answer = self.exporter.ask("GET", f"/v1/certificates/{number}.pdf")
        self.assertEqual((answer.status, answer.header("content-type"), answer.body[:5]), (200, "application/pdf", b"%PDF-"), answer.body[:200])
        self.assertEqual(answer.header("content-disposition"), f'attachment; filename="chedang-{number}.pdf"')
        self.assertEqual(self.exporter.ask("GET", f"/v1/certificates/{number}.pdf").body, answer.body)
        path = self.world.folder / "paper.pdf"
        path.write_bytes(answer.body)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
        for words in (number, owner.car["vin"], "chedang.example/verify"):
            self.assertIn(words, text)
        self.assertNotIn(owner.car["plate"], text)
        trust = self.world.folder / "paper-trust.json"
        trust.write_bytes(self.server.ask("GET", "/certificates/trust-list.json").body)
        said = self.world.command("verify", str(path), "--trust", str(trust), "--json", check=False)
        self.assertEqual(said.returncode, 10, said.stdout + said.stderr)  # without the root's half and a status list
        self.assertEqual([json.loads(said.stdout)[name] for name in ("verdict", "log")], ["genuine", "proven"])
        stranger = Exporter(self.world, self.server, "看不到的代理")
        self.assert_refused(stranger.ask("GET", f"/v1/certificates/{number}.pdf"), 404, "certificate_unknown")

    def test_of_a_vehicle_without_a_record(self):
        owner = self.owner(0)
        subject = self.exporter.envelope(self.exporter.issued(owner.car["vin"], owner.share()))["credential"]["credentialSubject"]
        self.assertEqual(subject["records"], 0)
        self.assertNotEqual(subject["coverage"], "recorded")

    def test_exporters_and_platforms_have_doors_of_their_own(self):
        platform = self.server.token(self.world.client())
        headers = {"Authorization": f"Bearer {platform}"}
        self.assert_refused(self.server.ask("GET", "/v1/certificates", headers=headers), 403, "insufficient_scope")
        self.assert_refused(self.server.lookup(self.exporter.token, vin(1)), 403, "insufficient_scope")
        self.assert_refused(self.exporter.ask("GET", f"/v1/vehicles/{'A' * 39}/summary"), 403, "insufficient_scope")

    # Once

    def test_the_same_request_again_is_the_same_certificate(self):
        owner = self.owner(1)
        ground = owner.share()
        key = "order 77, first try"
        first = self.exporter.issue(owner.car["vin"], ground, key=key, reference="order-once")
        again = [self.exporter.issue(owner.car["vin"], ground, key=k, reference="order-once") for k in (key, f'"{key}"')]
        self.assertEqual([a.status for a in again], [201, 201])
        self.assertEqual({a.body for a in again}, {first.body})
        self.assertEqual(self.world.sql("SELECT version, outcome FROM trail WHERE reference = 'order-once'"),
                         self.world.sql("SELECT version, 'shown' FROM certificate WHERE id = (SELECT max(id) FROM certificate)"))
        self.assert_refused(self.exporter.issue(owner.car["vin"], ground, key=key, reference="order-2"), 422, "idempotency_key_reused")
        other = Exporter(self.world, self.server, "同名代理")
        self.assertNotEqual(other.issued(owner.car["vin"], ground, key=key), first.json["number"])
        self.assert_refused(self.exporter.ask("POST", "/v1/certificates", self.exporter.request(owner.car["vin"], ground)), 400, "field_invalid")

    def test_of_many_at_once_one_makes_it(self):
        owner = self.owner(1)
        before = len(owner.texts(self.world))
        request = self.exporter.consent(owner.car["vin"], owner.phone)
        ground = {"code": {"request": request, "code": owner.code(self.world, before)}}
        key = str(uuid.uuid4())
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: self.exporter.issue(owner.car["vin"], ground, key=key), range(12)))
        self.assertEqual({a.status for a in answers}, {201}, [a.body for a in answers])
        self.assertEqual(len({a.json["number"] for a in answers}), 1)
        vehicle = "(SELECT vehicle_key FROM certificate WHERE id = (SELECT max(id) FROM certificate))"
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM trail WHERE audience = 'certificate' AND vehicle_key = {vehicle}"), [["1"]])
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM certificate WHERE vehicle_key = (SELECT vehicle_key FROM certificate_consent "
                                        "WHERE tries = 5 ORDER BY expires_at DESC LIMIT 1)"), [["1"]])

    # Staying true

    def test_a_record_after_issue_supersedes_it_within_a_second(self):
        owner = self.owner()
        number = self.exporter.issued(owner.car["vin"], owner.share())
        time.sleep(0.3)
        self.assertEqual(self.exporter.get(number)["state"], "valid")
        began = time.monotonic()
        self.upload(owner.car["vin"], "later", "20240220", "45000")
        while self.exporter.get(number)["state"] != "superseded":
            self.assertLess(time.monotonic() - began, 1.5)  # of which a lease is the upload's own
        self.assertEqual(self.status(number), 1)
        self.assertIsNotNone(self.exporter.get(number)["state_at"])
        later = self.exporter.issued(owner.car["vin"], owner.share(), predecessor=number)
        self.assertEqual(self.exporter.get(number)["successor"], later)
        self.assertEqual((self.exporter.get(later)["predecessor"], self.exporter.get(later)["state"]), (number, "valid"))
        self.assertEqual(self.exporter.envelope(later)["credential"]["credentialSubject"]["records"], 4)
        self.assertEqual(self.status(later), 0)

    def test_what_comes_while_it_is_issued_is_not_missed(self):
        """As if the record had been committed between the reading and the issue: the certificate has the version before."""
        owner = self.owner(2)
        number = self.exporter.issued(owner.car["vin"], owner.share())
        forge(self.world, "UPDATE certificate SET version = version - 1, fresh = true WHERE id = (SELECT max(id) FROM certificate)")
        until = time.monotonic() + 2
        while self.exporter.get(number)["state"] != "superseded":
            self.assertLess(time.monotonic(), until)

    def wait_superseded(self, number):
        until = time.monotonic() + 10
        while self.exporter.get(number)["state"] != "superseded":
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)

    def test_a_sale_and_the_end_of_a_vehicle_do_not_supersede_it(self):
        """They did, though nothing of that stands in it: a vehicle is sold and ended when it is exported."""
        sold, ended, other = self.owner(1), self.owner(1), self.owner(1)
        numbers = [self.exporter.issued(o.car["vin"], o.share()) for o in (sold, ended, other)]
        moved = {**sold.car, "plate": "沪C" + sold.car["plate"][2:]}
        register(self.world, [row(moved, holder="exporter", held_since="2024-05-01")])
        end(self.world, ended.car, "exported", "2024-05-01")
        self.upload(other.car["vin"], "later", "20240220", "45000")
        self.wait_superseded(numbers[2])  # and what came before it is passed
        self.assertEqual([self.exporter.get(n)["state"] for n in numbers[:2]], ["valid", "valid"])
        self.upload(sold.car["vin"], "later", "20240220", "45000")
        self.wait_superseded(numbers[0])

    def test_a_correction_and_a_dispute_supersede_it(self):
        corrected, contested = self.owner(2), self.owner(2)
        numbers = [self.exporter.issued(o.car["vin"], o.share()) for o in (corrected, contested)]
        self.upload(corrected.car["vin"], 1, "20210614", "19999", vehicleplatenumber=corrected.car["plate"])
        self.wait_superseded(numbers[0])
        contested.contest()
        self.wait_superseded(numbers[1])
        following = self.exporter.issued(contested.car["vin"], contested.share(), predecessor=numbers[1])
        self.assertEqual(self.exporter.envelope(following)["credential"]["credentialSubject"]["disputes"], 1)

    def test_a_predecessor_is_ones_own_and_of_this_vehicle(self):
        owner, other = self.owner(1), self.owner(1)
        number = self.exporter.issued(other.car["vin"], other.share())
        self.assert_refused(self.exporter.issue(owner.car["vin"], owner.share(), predecessor=number), 422, "predecessor_unknown", "#/predecessor")

    def test_it_is_withdrawn_with_a_reason_by_whose_it_is(self):
        owner = self.owner(1)
        number = self.exporter.issued(owner.car["vin"], owner.share())
        path = f"/v1/certificates/{number}/withdrawal"
        stranger = Exporter(self.world, self.server, "外人")
        self.assert_refused(stranger.ask("POST", path, {"reason": "other"}), 404, "certificate_unknown")
        self.assert_refused(stranger.ask("GET", f"/v1/certificates/{number}"), 404, "certificate_unknown")
        self.assert_refused(stranger.ask("GET", f"/v1/certificates/{number}.json"), 404, "certificate_unknown")
        self.assert_refused(self.exporter.ask("POST", path, {"reason": "沪A12345"}), 400, "field_invalid", "#/reason")
        self.assertEqual(self.exporter.ask("POST", path, {"reason": "not_exported"}).status, 204)
        held = self.exporter.get(number)
        self.assertEqual((held["state"], held["reason"]), ("withdrawn", "not_exported"))
        self.assertEqual(self.status(number), 2)
        self.assertEqual(self.exporter.ask("POST", path, {"reason": "other"}).status, 204)
        self.assertEqual(self.exporter.get(number)["reason"], "not_exported")

    def test_after_its_last_day_it_has_expired(self):
        owner = self.owner(1)
        number = self.exporter.issued(owner.car["vin"], owner.share())
        forge(self.world, "UPDATE certificate SET valid_until = (now() AT TIME ZONE 'Asia/Shanghai')::date WHERE id = (SELECT max(id) FROM certificate)")
        self.assertEqual(self.exporter.get(number)["state"], "valid")
        forge(self.world, "UPDATE certificate SET valid_until = valid_until - 1 WHERE id = (SELECT max(id) FROM certificate)")
        self.assertEqual(self.exporter.get(number)["state"], "expired")

    def test_the_status_list_is_asked_for_again_and_costs_nothing_while_nothing_changes(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        self.addCleanup(connection.close)
        connection.connect()
        loop = connection.sock  # one connection, one loop: each signs its own list
        connection.request("GET", "/certificates/status")
        first = connection.getresponse()
        self.assertEqual((first.status, first.getheader("cache-control"), len(first.read()) > 0), (200, "public, no-cache", True))
        connection.request("GET", "/certificates/status", headers={"If-None-Match": first.getheader("etag")})
        again = connection.getresponse()
        self.assertEqual((again.status, again.getheader("etag"), again.read()), (304, first.getheader("etag"), b""))
        self.assertIs(connection.sock, loop)
        self.assertEqual(self.status_list()["credentialSubject"]["type"], "BitstringStatusList")

    # Who learns of it

    def test_the_owner_sees_the_latest_hundred_and_that_there_are_more(self):
        owner = self.owner()
        number = self.exporter.issued(owner.car["vin"], owner.share())
        list_of = owner.vehicle + "/certificates"
        older = """INSERT INTO certificate (id, number, status_index, idempotency, client_id, vehicle_key, kid, issued_at, valid_until, version,
                                            fresh, reference, destination, language, ground, credential, paper, body)
                   SELECT -i, substr(sha256(int4send(i)), 1, 12), (SELECT max(status_index) FROM certificate) + i, int4send(i), client_id, vehicle_key,
                          kid, issued_at, valid_until, version, false, reference, destination, language, ground, credential, paper, body
                     FROM certificate, generate_series({}, {}) AS i WHERE id = (SELECT max(id) FROM certificate)"""
        self.addCleanup(self.world.sql, "DELETE FROM certificate WHERE id < 0")
        self.world.sql(older.format(1, 99))
        whole = owner.browser.get(list_of).body.decode()
        self.assertEqual(whole.count("<tr><td>"), 100)
        self.assertNotIn("最近的 100 份", whole)
        self.world.sql(older.format(100, 100))
        cut = owner.browser.get(list_of).body.decode()
        self.assertEqual(cut.count("<tr><td>"), 100)
        self.assertIn(number, cut)
        self.assertIn("只显示最近的 100 份", cut)
        owner.browser.get("/language/en?to=" + list_of)
        self.assertIn("the latest 100 are shown", owner.browser.get(list_of).body.decode())

    def test_the_owner_sees_who_got_it(self):
        owner = self.owner()
        number = self.exporter.issued(owner.car["vin"], owner.share(), reference="order-4711")
        page = owner.browser.get(owner.vehicle + "/certificates").body.decode()
        for words in (number, "出口代理", "KZ", "您的分享链接", "有效"):
            self.assertIn(words, page)
        owner.browser.get("/messages")
        self.assertIn("出口维修情况证明", owner.browser.page)
        self.assertIn("出口代理 · 出口证明", owner.browser.get(owner.vehicle + "/shares").body.decode())
        until = time.monotonic() + 5
        while "order-4711" not in owner.browser.get(owner.vehicle + "/looks").body.decode():
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        self.assertIn("出口代理", owner.browser.page)
        self.assertEqual(self.world.sql("SELECT audience, purpose, outcome FROM trail WHERE reference = 'order-4711'"),
                         [["certificate", "export_certificate", "shown"]])
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM watch WHERE client_id = (SELECT id FROM client WHERE public_id = "
                                        f"'{self.exporter.client['client_id']}')"), [["0"]])

    def test_a_list_of_them_in_pages(self):
        exporter = Exporter(self.world, self.server, "多车代理")
        owner = self.owner(1)
        numbers = [exporter.issued(owner.car["vin"], owner.share(), reference=f"page-{i}") for i in range(5)]
        found, path = [], "/v1/certificates?limit=2"
        while path:
            answer = exporter.ask("GET", path)
            self.assertEqual(answer.status, 200, answer.body)
            found += answer.json["certificates"]
            link = answer.header("link")
            path = link and link[1:link.index(">")]
        self.assertEqual([c["number"] for c in found], numbers)
        self.assertEqual([c["reference"] for c in found], [f"page-{i}" for i in range(5)])
        self.assertEqual(Exporter(self.world, self.server, "新代理").ask("GET", "/v1/certificates").json, {"certificates": []})

    def test_the_contracts_day_counts(self):
        exporter = Exporter(self.world, self.server, "小代理")
        self.world.command("client", "contract", exporter.client["client_id"], "--day", "2")
        exporter.token = self.server.token(exporter.client)
        owner = self.owner(1)
        ground = owner.share()
        statuses = [exporter.issue(owner.car["vin"], ground).status for _ in range(3)]
        self.assertEqual(statuses, [201, 201, 429])

    def test_the_envelope_is_what_was_signed(self):
        owner = self.owner(1)
        number = self.exporter.issued(owner.car["vin"], owner.share())
        credential = self.exporter.envelope(number)["credential"]
        stored = self.world.sql("SELECT encode(hash, 'hex') FROM certificate_log WHERE level = 0 AND place = (SELECT max(id) FROM certificate)")
        self.assertEqual(stored, [[leaf(credential).hex()]])


if __name__ == "__main__":
    unittest.main()
