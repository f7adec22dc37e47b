"""chedang import as a bulk load: what goes by COPY, what does not, and what is left of it when it is interrupted."""
import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import unittest

from world import CHEDANG, World, repair, vin

CODE = "310115000000001"
WORKSHOP = {"workshop": {"companycode": CODE, "companyname": "上海示例汽车维修有限公司",
                         "companyadministrativedivisioncode": "310115", "companypassword": "geheim-123"}}


def line(v, number, day="20240103", km="1000", **info):
    entry = repair("", v, number, day, km, **info)
    del entry["access_token"]
    return {"repair": {"companycode": CODE, **entry}}


def registry(v, holder="持有人甲", **more):
    return {"registry": {"vin": v, "plate": "沪A12345", "engine_no": "E1", "registration_no": "R1", "holder": holder,
                         "first_registered": "2018-05-01", "region": "310115", **more}}


def text_of(entries):
    return "".join((e if isinstance(e, str) else json.dumps(e, ensure_ascii=False)) + "\n" for e in entries)


class Import(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.command("import", "-", input=text_of([WORKSHOP]))

    def setUp(self):
        name = self.id().rsplit(".", 1)[-1]
        self.file = self.world.folder / f"{name}.jsonl"
        self.refused_path = pathlib.Path(f"{self.file}.refused")
        self.world.sql("TRUNCATE vehicle, settlement, change, repair_revision, message, import_progress CASCADE")

    def load(self, entries, *options, check=False):
        self.file.write_text(text_of(entries))
        return self.world.command("import", *options, str(self.file), check=check)

    def refused(self):
        text = self.refused_path.read_text() if self.refused_path.exists() else ""
        return [int(row.split("\t")[0]) for row in text.splitlines()]

    def one(self, query):
        return self.world.sql(query)[0][0]

    def count(self, table):
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def check_whole(self, repairs):
        """Nothing lost, nothing twice, and each version is told in `change`."""
        self.assertEqual((self.count("repair"), self.count("settlement")), (repairs, repairs))
        self.assertEqual(self.one("SELECT count(*) FROM settlement s JOIN repair r "
                                  "ON r.vehicle_key = s.vehicle_key AND r.id = s.repair_id"), str(repairs))
        untold = self.world.sql("SELECT count(*) FROM vehicle v WHERE version <> "
                                "(SELECT coalesce(max(c.version), 0) FROM change c WHERE c.key = v.key)")
        self.assertEqual(untold, [["0"]])

    # what goes how

    def test_new_records_go_by_copy_and_move_each_vehicle_once(self):
        self.load([line(vin(i % 20), f"n-{i}", km=str(1000 + i)) for i in range(400)], check=True)
        self.check_whole(400)
        self.assertEqual(self.one("SELECT string_agg(DISTINCT version::text, ',') FROM vehicle"), "1")
        self.assertEqual(self.count("change"), 20)
        self.assertEqual(self.one("SELECT count(*) FROM message"), "0")
        server = self.world.server().start()
        self.addCleanup(server.stop)
        self.assertEqual(server.lookup(server.token(self.world.client()), vin(3)).json["record_count"], 20)

    def test_a_record_is_the_same_whichever_way_it_came(self):
        server = self.world.server().start()
        self.addCleanup(server.stop)
        token = server.v1("lcipprogetaccesstoken", {"companycode": CODE, "companypassword": "geheim-123"}).json["access_token"]
        odd = {"faultdescription": 'a "b" \\ c\td /\u2028', "repairmileage": "viel"}
        self.assertEqual(server.v1("lcipprocarfixrecordadd", repair(token, vin(1), "same", **odd)).json["code"], "1")
        columns = "brought_on, settled_on, odometer_km, works, parts, signals, findings, encode(plate_index, 'hex'), length(detail)"
        uploaded = self.world.sql(f"SELECT {columns} FROM repair")
        content = self.world.sql("SELECT content FROM settlement")
        self.assertIn("1 unchanged", self.load([line(vin(1), "same", **odd)], check=True).stdout)
        self.world.sql("TRUNCATE vehicle, settlement CASCADE")
        self.load([line(vin(1), "same", **odd), line(vin(2), "another")], check=True)
        self.assertEqual(self.world.sql(f"SELECT {columns} FROM repair ORDER BY odometer_km NULLS FIRST LIMIT 1"), uploaded)
        self.assertIn(content[0], self.world.sql("SELECT content FROM settlement"))

    def test_corrections_moves_and_repeats_in_one_file_keep_their_order(self):
        self.load([line(vin(1), "a"), line(vin(1), "b"), line(vin(2), "c")], check=True)
        result = self.load([
            line(vin(1), "a"),                                                    # unchanged
            line(vin(1), "b", km="2000"), line(vin(2), "b", km="2000"),           # corrected, then moved
            line(vin(3), "c"), line(vin(2), "c"), line(vin(3), "c"),              # moved there and back and there
            line(vin(4), "d"), line(vin(4), "d"), line(vin(4), "d", km="4000"),   # new, unchanged, corrected
            line(vin(5), "e", km="1"), line(vin(5), "e", km="2"), line(vin(5), "e", km="3")], check=True)
        self.assertIn("repairs    2 new, 2 unchanged, 4 corrected, 4 moved", result.stdout)
        self.check_whole(5)
        self.assertEqual(self.world.sql("SELECT odometer_km, revision FROM repair ORDER BY odometer_km, revision"),
                         [["3", "3"], ["1000", "1"], ["1000", "4"], ["2000", "3"], ["4000", "2"]])
        self.assertEqual(self.count("repair_revision"), 8)

    def test_registry_rows_and_their_repeats(self):
        entries = [registry(vin(i)) for i in range(30)]
        result = self.load(entries + [registry(vin(3)), registry(vin(4), "持有人乙"), registry(vin(5), plate="沪B12345")],
                           check=True)
        self.assertIn("registry   30 new, 1 unchanged, 1 corrected, 1 with a new holder", result.stdout)
        self.assertEqual(self.count("registry"), 30)
        self.assertEqual(self.one("SELECT count(*) FROM registry WHERE holder_revision = 2"), "1")
        self.check_whole(0)
        self.assertIn("registry   0 new, 30 unchanged", self.load(entries[:4] + [registry(vin(4), "持有人乙")] + entries[6:]
                                                                  + [registry(vin(5), plate="沪B12345")], check=True).stdout
                      .replace("29 unchanged", "30 unchanged"))

    def test_bad_rows_take_no_neighbour_along(self):
        """What the database refuses in the midst of a batch; and the same on the way by COPY."""
        self.world.sql("""
            CREATE FUNCTION refuse_some() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'P0099'; END $$;
            CREATE TRIGGER refuse_some BEFORE INSERT ON repair FOR EACH ROW
                WHEN (NEW.odometer_km % 100 = 7) EXECUTE FUNCTION refuse_some()""")
        self.addCleanup(self.world.sql, "DROP TRIGGER refuse_some ON repair; DROP FUNCTION refuse_some")
        result = self.load([line(vin(i % 9), f"b-{i}", km=str(i)) for i in range(500)])
        self.assertEqual(result.returncode, 1)
        self.assertEqual(sorted(self.refused()), [8, 108, 208, 308, 408])
        self.assertIn("SQLSTATE P0099", self.refused_path.read_text())
        self.check_whole(495)

    def test_uploads_of_the_same_settlements_at_the_same_time(self):
        server = self.world.server().start()
        self.addCleanup(server.stop)
        token = server.v1("lcipprogetaccesstoken", {"companycode": CODE, "companypassword": "geheim-123"}).json["access_token"]
        entries = [line(vin(i % 50), f"u-{i}", km=str(1000 + i)) for i in range(3000)]
        told = []

        def upload(numbers):
            for i in numbers:
                told.append(server.v1("lcipprocarfixrecordadd",
                                      repair(token, vin(i % 50), f"u-{i}", odometer=str(1000 + i))).json["code"])

        uploads = [threading.Thread(target=upload, args=(range(first, 3000, 23),)) for first in range(4)]
        self.file.write_text(text_of(entries))
        started = [subprocess.Popen([CHEDANG, "import", self.file, "--refused", f"{self.file}.{n}"], stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, env=self.world.environment) for n in range(2)]
        for thread in uploads:
            thread.start()
        for thread in uploads:
            thread.join()
        for process in started:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, out + err)
        self.assertEqual(set(told), {"1"})
        self.check_whole(3000)
        self.assertEqual(self.one("SELECT max(revision) FROM repair"), "1")

    # interruption

    def start_and_kill(self, entries, batches, source=None):
        """kill -9 once so many batches are stored; how far the note says it has come."""
        self.world.sql("""
            CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END $$;
            CREATE TRIGGER linger AFTER INSERT ON settlement FOR EACH STATEMENT EXECUTE FUNCTION linger()""")
        try:
            self.file.write_text(text_of(entries))
            with open(self.file, "rb") as stdin:
                process = subprocess.Popen([CHEDANG, "import", source or self.file, "--refused", self.refused_path],
                                           env=self.world.environment, stdin=stdin, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL)
                until = time.monotonic() + 60
                while self.one("SELECT coalesce(max(lines), 0) >= %d FROM import_progress" % (batches * 2000)) != "t":
                    self.assertTrue(process.poll() is None and time.monotonic() < until)
                    time.sleep(0.02)
                process.kill()
                process.wait()
        finally:
            self.world.sql("DROP TRIGGER linger ON settlement; DROP FUNCTION linger")
        return int(self.one("SELECT lines FROM import_progress"))

    def many(self, count=9000):
        """Every hundredth is refused."""
        return [WORKSHOP] + [line(vin(i % 300), f"k-{i}", km="viele Kilometer" if i % 7 == 0 else str(i + 1),
                                  day="20991231" if i % 100 == 50 else "20240103") for i in range(count - 1)]

    def expected_refusals(self, entries):
        return [n for n, e in enumerate(entries, 1) if e.get("repair", {}).get("basicInfo", {}).get("settledate") == "20991231"]

    def test_killed_in_the_middle_it_goes_on_behind_what_is_stored(self):
        entries = self.many()
        done = self.start_and_kill(entries, 2)
        self.assertGreaterEqual(done, 4000)
        self.assertLess(done, 9000)
        with open(self.refused_path, "a") as unfinished:
            unfinished.write("8999\tof a batch that was not stored\n90")
        result = self.load(entries, "--refused", str(self.refused_path))
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{done} lines were imported before; it goes on behind them", result.stderr)
        self.assertIn(f"{done} lines passed over", result.stdout)
        self.assertIn(f"repairs    {9000 - done - len([n for n in self.expected_refusals(entries) if n > done])} new, 0 unch",
                      result.stdout)
        self.assertEqual(self.refused(), self.expected_refusals(entries))
        self.check_whole(8999 - len(self.refused()))
        self.assertEqual(self.count("import_progress"), 0)
        again = self.load(entries, "--refused", str(self.refused_path))
        self.assertIn("repairs    0 new", again.stdout)
        self.assertNotIn("passed over", again.stdout)

    def test_standard_input_goes_on_as_well_and_another_input_is_refused(self):
        entries = self.many(7000)
        done = self.start_and_kill(entries, 1, source="-")
        changed = entries[:1] + [line(vin(1), "changed")] + entries[2:]
        words = ("import", "-", "--refused", str(self.refused_path))
        before = self.refused_path.read_text()
        result = self.world.command(*words, input=text_of(changed), check=False)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("not what was read then: nothing is imported; --from-start", result.stderr)
        self.assertEqual((self.count("import_progress"), self.refused_path.read_text()), (1, before))
        result = self.world.command(*words, input=text_of(entries), check=False)
        self.assertIn(f"{done} lines passed over", result.stdout)
        self.assertEqual(self.refused(), self.expected_refusals(entries))
        self.check_whole(6999 - len(self.refused()))

    def test_a_file_that_has_changed_begins_at_its_start(self):
        entries = self.many(7000)
        self.start_and_kill(entries, 1)
        changed = entries[:1] + [line(vin(1), "changed")] + entries[2:]
        result = self.load(changed, "--refused", str(self.refused_path))
        self.assertIn("not what was read then: it is imported from its start", result.stderr)
        self.assertIn("7000 lines in", result.stdout)
        self.assertEqual(self.refused(), self.expected_refusals(changed))
        self.check_whole(7000 - len(self.refused()))
        self.assertEqual(self.count("import_progress"), 0)

    def test_from_start_ignores_the_note(self):
        entries = self.many(5000)
        done = self.start_and_kill(entries, 1)
        result = self.load(entries, "--from-start", "--refused", str(self.refused_path))
        self.assertNotIn("passed over", result.stdout)
        self.assertRegex(result.stdout, r"repairs +\d+ new, [1-9]\d+ unchanged")
        self.assertGreater(done, 0)
        self.assertEqual(self.refused(), self.expected_refusals(entries))

    def test_refused_lines_that_are_gone_are_told(self):
        entries = self.many(5000)
        self.start_and_kill(entries, 1)
        self.refused_path.unlink()
        result = self.load(entries, "--refused", str(self.refused_path))
        self.assertIn("refused lines of what was imported before are not in", result.stderr)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{len(self.expected_refusals(entries))} refused", result.stdout)

    def test_a_workshop_of_the_part_that_is_done_is_found_again(self):
        first = [WORKSHOP] + [line(vin(i % 9), f"w-{i}", km=str(i + 1)) for i in range(2500)]
        self.start_and_kill(first, 1)
        result = self.load(first, check=True)
        self.assertIn("2000 lines passed over", result.stdout)
        self.check_whole(2500)

    def test_losing_postgresql_it_goes_on_later(self):
        entries = self.many(7000)
        self.world.sql("""
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM settlement) > 3000 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER leave AFTER INSERT ON settlement FOR EACH STATEMENT EXECUTE FUNCTION leave()""")
        try:
            result = self.load(entries, "--refused", str(self.refused_path))
        finally:
            self.world.sql("DROP TRIGGER leave ON settlement; DROP FUNCTION leave")
        self.assertEqual(result.returncode, 1)
        self.assertIn("the connection to PostgreSQL is lost", result.stderr)
        result = self.load(entries, "--refused", str(self.refused_path))
        self.assertIn("2000 lines passed over", result.stdout)
        self.assertEqual(self.refused(), self.expected_refusals(entries))
        self.check_whole(6999 - len(self.refused()))


class ChangedByStatement(unittest.TestCase):
    """Whoever writes several rows moves each vehicle once, and says so."""

    def test_every_statement_moves_each_vehicle_by_one(self):
        with World() as world:
            world.sql("INSERT INTO workshop (code, name, region, password) VALUES ('310115000000001', 'x', '310115', '\\x00')")
            world.sql("INSERT INTO vehicle (key, vin) SELECT decode(lpad(i::text, 32, '0'), 'hex'), '\\x00' FROM generate_series(1, 9) i")
            world.sql("INSERT INTO repair (vehicle_key, workshop_id, detail) SELECT key, (SELECT id FROM workshop), '\\x00' "
                      "FROM vehicle, generate_series(1, 3)")
            versions = lambda: world.sql("SELECT DISTINCT version, (SELECT max(version) FROM change) FROM vehicle")
            self.assertEqual(versions(), [["1", "1"]])
            self.assertEqual(world.sql("SELECT count(*) FROM change"), [["9"]])
            world.sql("UPDATE repair SET odometer_km = 5", role="chedang_serve")
            self.assertEqual(versions(), [["2", "2"]])
            world.sql("UPDATE repair SET odometer_km = 5 WHERE false")
            self.assertEqual(versions(), [["2", "2"]])
            with self.assertRaisesRegex(AssertionError, "A record does not change its vehicle"):  # that would move one of two only
                world.sql("UPDATE repair SET vehicle_key = decode(lpad('2', 32, '0'), 'hex')")
            world.sql("DELETE FROM repair", role="chedang_serve")
            self.assertEqual(versions(), [["3", "3"]])


if __name__ == "__main__":
    unittest.main()
