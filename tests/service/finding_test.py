"""What is odd about records: found when a vehicle changes, told to the workshop, put right or explained, and owners told in the end."""
import datetime
import json
import time
import unittest

from dispute_test import Car, china_today, workshop_sign_in
from staff_test import staff_sign_in
from world import World, repair, size

WORDS = "这辆车是网约车，两次之间确实跑了这么多。"


class Findings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=10000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.code, cls.token = cls.world.workshop(cls.server)
        cls.other_code, cls.other_token = cls.world.workshop(cls.server, name="上海另一家汽车维修有限公司")
        cls.platform = cls.server.token(cls.world.client())
        cls.workshop, cls.other_workshop = (workshop_sign_in(cls.server, code) for code in (cls.code, cls.other_code))
        cls.supervisor, cls.reviewer = (staff_sign_in(cls.world, cls.server, role) for role in ("supervisor", "reviewer"))

    def car(self):
        return Car(self, records=0)

    def upload(self, car, number, settled, km, token=None, hours="1.5", **more):
        message = repair(token or self.token, car.facts["vin"], f"F-{car.facts['vin']}-{number}", settled=settled, odometer=str(km),
                         vehicleplatenumber=car.facts["plate"], **more)
        message["repairprojectlist"][0]["workinghours"] = hours
        answer = self.server.v1("lcipprocarfixrecordadd", message).json
        self.assertIn(answer["code"], ("1", "2"), answer)
        return answer

    def findings(self, car):
        """Code, state, and reason of each of the vehicle's, in order, once there is nothing left to examine."""
        until = time.monotonic() + 10
        while self.world.sql("SELECT count(*) FROM examination") != [["0"]] and time.monotonic() < until:
            time.sleep(0.02)
        return [tuple(r) for r in self.world.sql(f"""SELECT code, state, reason FROM finding WHERE vehicle_key = {self.key(car)}
                                                     ORDER BY code, opened_at""")]

    def key(self, car):
        return f"(SELECT vehicle_key FROM ownership WHERE handle = '{car.path.rsplit('/', 1)[1]}')"

    def one(self, car, what, code=None):
        found, = self.world.sql(f"SELECT {what} FROM finding WHERE vehicle_key = {self.key(car)}" + (f" AND code = '{code}'" if code else ""))
        return found[0]

    def acts(self, car, code=None):
        return [tuple(r) for r in self.world.sql(f"""SELECT act, by FROM finding_step WHERE handle = '{self.one(car, 'handle', code)}'
                                                     ORDER BY number""")]

    def due(self, car, days):
        self.world.sql(f"UPDATE finding SET due_on = '{china_today() + datetime.timedelta(days)}' WHERE vehicle_key = {self.key(car)}")

    def clock(self, servers=1):
        """Lets the sweep run: a server that begins does so after a second."""
        started = [self.world.server(CHEDANG_SPOOL=str(self.world.folder / f"spool-of-the-clock-{i}")).start() for i in range(servers)]
        until = time.monotonic() + 30
        for server in started:
            while server.metric("sweeps") == 0 and time.monotonic() < until:
                time.sleep(0.1)
            self.assertEqual(server.metric("sweeps"), 1)
        for server in started:
            server.stop()

    def act(self, browser, side, car, act, code=None, **more):
        path = f"/{side}/findings/{self.one(car, 'handle', code)}"
        browser.get(path)
        return browser.post(path, follow=False, act=act, **more)

    def listed(self, browser, path, car, code=None):
        browser.get(path)
        return self.one(car, "handle", code) in browser.page

    def test_told_in_the_answer_reminded_escalated_told_to_the_owner_and_corrected(self):
        car = self.car()
        answer = self.upload(car, 1, "20240103", 12345, hours="480")
        self.assertIn("单项工时过大", answer["status"] + str(answer))
        self.assertEqual(self.findings(car), [("L1", "told", None)])
        self.assertIn(("told", "answer"), self.acts(car))
        due = datetime.date.fromisoformat(self.one(car, "due_on"))
        self.assertGreaterEqual((due - china_today()).days, 5)
        self.upload(car, 1, "20240103", 12345, hours="480")  # the same again is nothing new
        self.assertEqual(len(self.acts(car)), 2)

        self.assertTrue(self.listed(self.workshop, "/workshop/findings", car))
        self.workshop.get(f"/workshop/findings/{self.one(car, 'handle')}")
        for shown in ("单项工时过大", "请核对：维修项目的工时", "12,345", "480", "请在工时栏填小时数"):
            self.assertIn(shown, self.workshop.page)
        self.assertNotIn(car.facts["plate"], self.workshop.page)
        self.assertFalse(self.listed(self.supervisor, "/staff/findings", car))
        self.assertNotIn("L1", car.page())

        self.world.sql("DELETE FROM finding_reminder")
        self.due(car, 1)
        self.clock()
        self.assertEqual(self.acts(car)[2:], [("reminded", "clock")])
        self.due(car, 0)
        self.clock(servers=2)
        self.clock()  # nothing happens twice
        self.assertEqual(self.acts(car)[2:], [("reminded", "clock")] * 2)
        self.assertEqual(self.world.sql("SELECT day, findings, read_at IS NULL FROM finding_reminder ORDER BY id"),
                         [["3", "1", "t"], ["5", "1", "t"]])
        self.workshop.get("/workshop/findings")
        self.assertEqual(self.world.sql("SELECT count(*) FROM finding_reminder WHERE read_at IS NULL"), [["0"]])
        self.assertEqual(car.notices(), [])

        self.due(car, -1)
        self.clock(servers=2)
        self.assertEqual((self.findings(car), car.notices()), ([("L1", "escalated", None)], ["finding"]))
        self.assertTrue(self.listed(self.supervisor, "/staff/findings", car))
        self.assertIn('class="rule">L1', car.page())
        answer = self.server.lookup(self.platform, car.facts["vin"])
        self.assertNotIn("L1", answer.body.decode())
        self.assertNotIn("finding", answer.body.decode())

        self.upload(car, 1, "20240103", 12345, hours="4.8")
        self.assertEqual(self.findings(car), [("L1", "closed", "corrected")])
        self.assertNotIn('class="rule">L1', car.page())
        self.assertFalse(self.listed(self.supervisor, "/staff/findings", car))
        self.assertTrue(self.listed(self.workshop, "/workshop/findings?state=ended", car))
        self.assertEqual(car.notices(), ["finding"])

        self.upload(car, 1, "20240103", 12345, hours="481")  # it comes back as it was, and nobody is told twice
        self.assertEqual((self.findings(car), car.notices()), ([("L1", "escalated", None)], ["finding"]))

    def test_an_odd_odometer_is_found_beside_other_records_and_late_data_closes_it(self):
        car = self.car()
        self.upload(car, 2, "20240210", 30000)
        self.assertEqual(self.findings(car), [])
        begun = time.monotonic()
        self.upload(car, 1, "20240110", 50000, token=self.other_token)  # late; what it makes odd was answered before
        self.assertEqual([f[1:] for f in self.findings(car)], [("open", None)])
        self.assertLess(time.monotonic() - begun, 3)
        code = self.one(car, "code")
        self.assertTrue(code.startswith("K"))
        self.assertTrue(self.listed(self.workshop, f"/workshop/findings?code={code}", car))
        self.assertEqual((self.one(car, "state"), self.acts(car)), ("told", [("found", "examiner"), ("told", "workshop")]))
        self.workshop.get(f"/workshop/findings/{self.one(car, 'handle')}")
        for shown in ("请核对：行驶里程", "50,000", "30,000", "2024年1月10日"):  # of the other's record day and odometer only
            self.assertIn(shown, self.workshop.page)
        self.assertNotIn("另一家", self.workshop.page)
        self.other_workshop.get(f"/workshop/findings/{self.one(car, 'handle')}")
        self.assertIn("404", str(self.other_workshop.get(f"/workshop/findings/{self.one(car, 'handle')}").status))

        for number, settled, km in ((3, "20230610", 28000), (4, "20240310", 31000), (5, "20240410", 32000)):
            self.upload(car, number, settled, km)
        self.findings(car)
        self.assertEqual(self.world.sql(f"""SELECT state, reason FROM finding JOIN repair ON repair.vehicle_key = finding.vehicle_key
            AND repair.id = repair_id WHERE odometer_km = 30000 AND finding.vehicle_key = {self.key(car)}"""), [["closed", "late_data"]])
        self.assertEqual(self.world.sql(f"""SELECT state, finding.workshop_id = (SELECT id FROM workshop WHERE code = '{self.other_code}')
            FROM finding JOIN repair ON repair.vehicle_key = finding.vehicle_key AND repair.id = repair_id
            WHERE odometer_km = 50000 AND finding.vehicle_key = {self.key(car)}"""), [["open", "t"]])

    def test_explained_and_accepted_is_never_shown_to_the_owner(self):
        car = self.car()
        self.upload(car, 1, "20240103", 12345, repairdate="20230102")
        self.assertEqual(self.findings(car), [("D3", "told", None)])
        self.assertIn("请用 5 至 2,000 字说明", self.act(self.workshop, "workshop", car, "explained", words="短").body.decode())
        self.assertEqual(self.act(self.workshop, "workshop", car, "accepted", words=WORDS).status, 200)  # not theirs to take
        self.assertEqual(self.act(self.workshop, "workshop", car, "explained", words="长" * 2000).status, 303)
        self.assertEqual(self.findings(car), [("D3", "explained", None)])
        words = self.world.sql("SELECT encode(words, 'escape') FROM finding_step WHERE words IS NOT NULL ORDER BY taken_at DESC LIMIT 1")[0][0]
        self.assertNotIn("长", words)
        self.due(car, -1)
        self.clock()
        self.assertEqual((self.findings(car), car.notices()), ([("D3", "explained", None)], []))  # it is not the workshop that is late
        self.assertTrue(self.listed(self.supervisor, "/staff/findings", car))
        self.supervisor.get(f"/staff/findings/{self.one(car, 'handle')}")
        self.assertIn("长" * 2000, self.supervisor.page)
        self.assertEqual(self.act(self.supervisor, "staff", car, "accepted", words="说明属实，可以保持。").status, 303)
        self.assertEqual((self.findings(car), car.notices()), ([("D3", "accepted", None)], []))
        self.assertIn("没有生效", self.act(self.workshop, "workshop", car, "explained", words=WORDS).body.decode())
        self.assertNotIn("D3", car.page())
        self.upload(car, 1, "20240103", 12346, repairdate="20230101")  # what was explained was another revision
        self.assertEqual(self.findings(car)[0][:1], ("D3",))
        self.assertIn(("renewed", "examiner"), self.acts(car))

    def test_an_explanation_that_is_not_accepted_reaches_the_owner(self):
        car = self.car()
        self.upload(car, 1, "20240103", 12345, repairdate="20230102")
        self.findings(car)
        self.act(self.workshop, "workshop", car, "explained", words=WORDS)
        self.assertEqual(self.act(self.supervisor, "staff", car, "refused", words="没有提供依据。").status, 303)
        self.assertEqual((self.findings(car), car.notices()), ([("D3", "upheld", None)], ["finding"]))
        self.workshop.get(f"/workshop/findings/{self.one(car, 'handle')}")
        self.assertIn("没有提供依据。", self.workshop.page)
        self.assertFalse(self.listed(self.supervisor, "/staff/findings", car))  # until the workshop is late again
        self.due(car, -1)
        self.assertTrue(self.listed(self.supervisor, "/staff/findings", car))
        self.assertIn('class="rule">D3', car.page())

    def test_a_record_that_goes_to_another_vehicle_takes_its_course_along(self):
        car, other = self.car(), self.car()
        self.upload(car, 1, "20240103", 12345, hours="480")
        self.assertEqual(self.findings(car), [("L1", "told", None)])
        handle, due = self.one(car, "handle"), self.one(car, "due_on")
        self.due(car, 1)
        message = repair(self.token, other.facts["vin"], f"F-{car.facts['vin']}-1", settled="20240103", vehicleplatenumber=other.facts["plate"])
        message["repairprojectlist"][0]["workinghours"] = "480"
        self.assertIn(self.server.v1("lcipprocarfixrecordadd", message).json["code"], ("1", "2"))
        self.assertEqual((self.findings(car), self.findings(other)), ([], [("L1", "told", None)]))
        self.assertEqual(self.one(other, "handle"), handle)
        self.assertLess(self.one(other, "due_on"), due)  # no new days
        self.upload(car, 1, "20240103", 12345)
        self.assertEqual((self.findings(car), self.findings(other)), ([("L1", "closed", "moved")], []))

    def test_what_other_records_say_of_it_is_told_in_the_answer(self):
        car = self.car()
        self.upload(car, 1, "20240110", 50000, token=self.other_token)
        answer = self.upload(car, 2, "20240210", 30000)
        self.assertIn("里程", answer["status"])
        self.assertEqual([f[1] for f in self.findings(car)], ["told"])
        self.assertIn(("told", "answer"), self.acts(car))

    def test_what_nobody_looks_at_is_told_by_the_clock(self):
        car = self.car()
        self.upload(car, 2, "20240210", 30000, token=self.other_token)
        self.upload(car, 1, "20240110", 50000, token=self.other_token)
        self.assertEqual([f[1] for f in self.findings(car)], ["open"])
        self.clock()
        self.assertEqual([f[1] for f in self.findings(car)], ["open"])
        self.world.sql(f"UPDATE finding SET opened_at = now() - interval '2 days' WHERE vehicle_key = {self.key(car)}")
        self.clock(servers=2)
        self.assertEqual(self.acts(car), [("found", "examiner"), ("told", "clock")])
        self.assertEqual(self.world.sql("SELECT day FROM finding_reminder ORDER BY id DESC LIMIT 1"), [["0"]])

    def test_two_servers_share_the_work_and_one_that_is_killed_loses_nothing(self):
        cars = [self.car() for _ in range(3)]
        self.server.stop()
        keys = size(400, 20000)
        self.world.sql(f"""INSERT INTO vehicle (key, vin) SELECT decode(md5('f' || n), 'hex'), '\\x00' FROM generate_series(1, {keys}) n;
            INSERT INTO repair (vehicle_key, workshop_id, settled_on, odometer_km, findings, detail)
            SELECT decode(md5('f' || n), 'hex'), (SELECT min(id) FROM workshop), '2024-01-02', 1000, 'L1,V3', '\\x00'
              FROM generate_series(1, {keys}) n""")
        servers = [self.world.server(CHEDANG_SPOOL=str(self.world.folder / f"spool-of-work-{i}")) for i in range(2)]
        for server in servers:
            server.start()
        servers[0].kill()
        until = time.monotonic() + 120
        while self.world.sql("SELECT count(*) FROM examination") != [["0"]] and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(self.world.sql("SELECT code, count(*) FROM finding WHERE vehicle_key IN (SELECT decode(md5('f' || n), 'hex') FROM "
                                        f"generate_series(1, {keys}) n) GROUP BY code"), [["L1", str(keys)]])
        self.assertEqual(self.world.sql("SELECT max(number) FROM finding_step WHERE act = 'found'"), [["1"]])
        begun = time.monotonic()
        servers[1].stop()
        self.assertLess(time.monotonic() - begun, 5)
        type(self).server = self.world.server(CHEDANG_SPOOL=str(self.world.folder / "spool-afterwards")).start()
        for browser in (self.workshop, self.other_workshop, self.supervisor, self.reviewer):
            browser.server = self.server
        del cars

    def test_what_was_read_before_a_change_is_not_settled(self):
        car = self.car()
        self.upload(car, 1, "20240103", 12345)
        self.assertEqual(self.findings(car), [])
        version, key, record = self.world.sql(f"SELECT version, key, repair.id FROM vehicle JOIN repair ON vehicle_key = key WHERE key = {self.key(car)}")[0]

        def settle(version):
            return self.world.sql(f"""SELECT finding_settle(ARRAY['{key}'::bytea], '{{{version}}}', '{{1}}', '{{{record}}}', '{{K1}}', '{{NULL}}',
                                                            '{{NULL}}', '{{}}')""", role="chedang_serve")
        self.assertEqual(settle(int(version) - 1), [["0"]])
        self.assertEqual(self.findings(car), [])
        self.assertEqual(settle(version), [["1"]])
        self.assertEqual(settle(version), [["0"]])  # what is still so stays untouched
        self.assertEqual(self.findings(car), [("K1", "open", None)])
        self.upload(car, 2, "20240203", 13345)  # the examiner finds nothing of the kind
        self.assertEqual(self.findings(car), [("K1", "closed", "late_data")])

    def test_a_record_that_is_withdrawn_ends_it_and_other_rules_have_all_examined(self):
        car = self.car()
        self.upload(car, 1, "20240103", 12345, hours="480")
        self.assertEqual(self.findings(car), [("L1", "told", None)])
        self.world.sql(f"DELETE FROM repair WHERE vehicle_key = {self.key(car)}")
        self.assertEqual(self.findings(car), [("L1", "closed", "withdrawn")])
        other = self.car()
        self.upload(other, 1, "20240103", 12345, hours="480")
        self.findings(other)
        self.world.sql(f"UPDATE finding SET code = 'K9' WHERE vehicle_key = {self.key(other)}; UPDATE examination_rules SET rules = 'of yesterday'")
        server = self.world.server(CHEDANG_SPOOL=str(self.world.folder / "spool-of-other-rules")).start()
        until = time.monotonic() + 10
        while self.world.sql("SELECT rules FROM examination_rules") == [["of yesterday"]] and time.monotonic() < until:
            time.sleep(0.02)
        self.assertEqual(self.findings(other), [("K9", "closed", "rule_changed"), ("L1", "open", None)])
        server.stop()

    def test_the_course_can_only_be_added_to(self):
        for statement in ("UPDATE finding_step SET act = 'told'", "DELETE FROM finding_step", "DELETE FROM finding"):
            with self.assertRaises(Exception, msg=statement):
                self.world.sql(statement, role="chedang_serve")

    def test_lists_and_clock_read_by_an_index(self):
        """However small the tables are here."""
        plans = {
            "finding_overdue": "SELECT handle FROM finding WHERE state = 'told' AND due_on < '2026-01-01' ORDER BY due_on LIMIT 500",
            "finding_open": "SELECT handle FROM finding WHERE state = 'open' AND opened_at < now() ORDER BY opened_at LIMIT 500",
            "finding_to_remind": "SELECT handle FROM finding WHERE state IN ('told', 'upheld') AND reminded < 2 AND reminded < 1 "
                                 "AND due_on <= '2026-01-01' ORDER BY due_on LIMIT 500",
            "finding_of_workshop": "SELECT * FROM finding WHERE workshop_id = 1 AND state = 'told' ORDER BY due_on, handle LIMIT 200",
            "finding_of_authority": "SELECT * FROM finding WHERE code = 'K4' AND state IN ('explained', 'escalated', 'upheld') "
                                    "ORDER BY due_on LIMIT 200",
            "finding_pkey": "SELECT codes FROM finding_shown WHERE vehicle_key = '\\x00' AND repair_id = 1",
            "examination_pkey": "SELECT vehicle_key FROM examination ORDER BY id LIMIT 64",
        }
        for index, statement in plans.items():
            plan = json.dumps(self.world.sql(f"SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off; EXPLAIN {statement}"))
            self.assertIn(index, plan)
            self.assertNotIn("Seq Scan", plan)


if __name__ == "__main__":
    unittest.main()
