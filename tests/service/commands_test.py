"""The commands that do their work and end: demo, import, registry, client, staff, migrate-check."""
import csv
import datetime
import hashlib
import io
import json
import os
import pathlib
import pty
import re
import subprocess
import unittest

from world import CHEDANG, World, vin

VEHICLES = 40


def lines_of(output):
    return [json.loads(line) for line in output.splitlines()]


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.password = "kennwort-4711"
        (cls.world.folder / "password").write_text(cls.password + "\n")
        cls.demo = cls.world.command("demo", "--vehicles", str(VEHICLES), "--seed", "3", "--password-file",
                                     str(cls.world.folder / "password")).stdout
        cls.lines = lines_of(cls.demo)
        cls.repairs = [line for line in cls.lines if "repair" in line]
        cls.first = cls.world.command("import", "-", input=cls.demo, check=False)

    def setUp(self):
        self.file = self.world.folder / f"{self.id().rsplit('.', 1)[-1]}.in"

    def load(self, *entries, check=False):
        """Imports these entries (objects, or lines as they are); the result and the refused lines by number."""
        self.file.write_bytes(b"\n".join(
            e if isinstance(e, bytes) else json.dumps(e, ensure_ascii=False).encode() for e in entries))
        result = self.world.command("import", str(self.file), check=check)
        return result, self.refused()

    def refused(self):
        path = pathlib.Path(f"{self.file}.refused")
        if not path.exists():
            return {}
        return dict(line.split("\t", 1) for line in path.read_text().splitlines())

    def registry(self, rows, columns=None, mark=False):
        """Imports a CSV of these rows."""
        text = io.StringIO()
        writer = csv.DictWriter(text, columns or rows[0].keys(), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        self.file.write_text(("\ufeff" if mark else "") + text.getvalue(), encoding="utf-8")
        result = self.world.command("registry", "import", str(self.file), check=False)
        return result, self.refused()

    def stored(self):
        """A digest of everything that an import writes."""
        tables = ("vehicle", "registry", "repair", "repair_revision", "settlement", "workshop")
        rows = [self.world.sql(f"SELECT t.*::text FROM {table} t ORDER BY 1") for table in tables]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def sum_of_versions(self):
        return int(self.world.sql("SELECT sum(version) FROM vehicle")[0][0])

    # demo and import

    def test_the_demonstration_is_imported_without_a_refusal(self):
        self.assertEqual(self.first.returncode, 0, self.first.stdout + self.first.stderr)
        self.assertIn("0 refused", self.first.stdout)
        self.assertGreater(len(self.repairs), 200)
        stored = self.world.sql("SELECT count(*) FROM repair r JOIN settlement s ON s.repair_id = r.id")
        self.assertGreaterEqual(int(stored[0][0]), len(self.repairs))

    def test_importing_again_changes_nothing(self):
        before = self.stored()
        again = self.world.command("import", "-", input=self.demo)
        self.assertEqual(self.stored(), before)
        self.assertIn(f"{len(self.repairs)} unchanged", again.stdout)
        self.assertNotRegex(again.stdout, r"[1-9]\d* new")

    def test_progress_is_a_bar_where_somebody_watches_and_plain_elsewhere(self):
        self.file.write_text(self.demo)
        watcher, terminal = pty.openpty()
        process = subprocess.Popen([CHEDANG, "import", str(self.file)], env=self.world.environment, stderr=terminal,
                                   stdout=subprocess.DEVNULL)
        os.close(terminal)
        seen = b""
        try:
            while chunk := os.read(watcher, 65536):
                seen += chunk
        except OSError:
            pass  # the terminal is gone with its process
        os.close(watcher)
        self.assertEqual(process.wait(), 0)
        self.assertRegex(seen.decode(), r"\r\[#*\.*\] +\d+ %  \d+ lines, \d+ a second, \d+:\d\d left")
        self.assertNotIn("\r", self.first.stderr)

    def test_the_same_seed_gives_the_same_lines_and_fewer_vehicles_the_first_of_them(self):
        command = ("demo", "--vehicles", "60", "--seed", "3")
        sixty = self.world.command(*command).stdout
        self.assertEqual(sixty, self.world.command(*command).stdout)
        self.assertTrue(sixty.startswith(self.world.command("demo", "--vehicles", "30", "--seed", "3").stdout))
        self.assertNotEqual(sixty, self.world.command("demo", "--vehicles", "60", "--seed", "4").stdout)

    def test_of_each_vehicle_only_so_many_records_are_written_the_newest(self):
        whole, newest = ([line["repair"]["basicInfo"] for line in lines_of(self.world.command("demo", "--vehicles", "60", *more).stdout)
                          if "repair" in line] for more in ((), ("--records", "2")))
        records = {}
        for record in whole:
            records.setdefault(record["vin"], []).append(record)
        self.assertEqual(newest, [record for of_vehicle in records.values() for record in of_vehicle[-2:]])

    def test_the_password_is_in_the_lines_only_when_it_is_given(self):
        self.assertNotIn("companypassword", self.world.command("demo", "--vehicles", "1").stdout)
        with_password = [line for line in self.lines if "companypassword" in line.get("workshop", {})]
        self.assertEqual([line["workshop"]["companypassword"] for line in with_password], [self.password])
        code = self.env()["DEMO_WORKSHOP_CODE"]
        self.assertEqual(with_password[0]["workshop"]["companycode"], code)

    def env(self):
        return dict(line.split("=", 1) for line in
                    self.world.command("demo", "--seed", "3", "--env").stdout.splitlines())

    def test_env_is_about_the_first_vehicle(self):
        env = self.env()
        first = next(line["registry"] for line in self.lines if "registry" in line)
        self.assertEqual([env["DEMO_VIN"], env["DEMO_PLATE"], env["DEMO_ENGINE_NO"], env["DEMO_REGISTRATION_NO"]],
                         [first["vin"], first["plate"], first["engine_no"], first["registration_no"]])
        self.assertRegex(env["DEMO_OWNER_PHONE"], r"^1990000\d{4}$")

    def test_the_workshop_signs_in_and_the_others_cannot(self):
        server = self.world.server().start()
        self.addCleanup(server.stop)
        code = self.env()["DEMO_WORKSHOP_CODE"]
        other = next(line["workshop"]["companycode"] for line in self.lines if "workshop" in line)
        sign_in = lambda c, p: server.v1("lcipprogetaccesstoken", {"companycode": c, "companypassword": p}).json["code"]
        self.assertEqual(sign_in(code, self.password), "1")
        self.assertEqual(sign_in(code, "kennwort-4712"), "-11")
        for guess in (self.password, "", "!", code):
            self.assertNotEqual(sign_in(other, guess), "1")

    def test_an_imported_history_is_looked_up(self):
        server = self.world.server().start()
        self.addCleanup(server.stop)
        token = server.token(self.world.client())
        wanted = self.env()["DEMO_VIN"]
        summary = server.lookup(token, wanted).json
        self.assertEqual(summary["record_count"],
                         sum(line["repair"]["basicInfo"]["vin"] == wanted for line in self.repairs))
        self.assertEqual(summary["odometer"]["reasons"], ["likely_typing_error", "digits_exchanged"])
        self.assertEqual(summary["vehicle"]["first_registered"], "2018-05")

    def test_an_import_is_seen_by_the_look_up_that_follows(self):
        server = self.world.server().start()
        self.addCleanup(server.stop)
        token, wanted = server.token(self.world.client()), vin(801)
        for i in range(6):
            self.load(self.repair(wanted, f"seen-{i}", "20240101", str(1000 * i)), check=True)
            for _ in range(3):
                self.assertEqual(server.lookup(token, wanted).json["record_count"], i + 1)

    # refused lines

    def repair(self, v, number, day="20240101", km="1000", **more):
        entry = json.loads(json.dumps(self.repairs[0]))
        entry["repair"]["basicInfo"].update(vin=v, costlistcode=number, repairdate=day, settledate=day,
                                            repairmileage=km, **more)
        return entry

    def test_bad_lines_are_named_and_the_others_taken(self):
        before = self.world.sql("SELECT count(*) FROM repair")[0][0]
        secret = "LSVSECRETSECRET"
        nameless = self.repair(vin(810), "n")
        nameless["repair"]["companycode"] = "999999999999999"
        result, refused = self.load(
            self.repair(vin(810), "good-1"), b"{broken", b'{"a": 1, "a": 2}', {"something": {}}, b"", nameless,
            self.repair(secret, "bad-vin"), self.repair(vin(811), "late", day="20991231"),
            self.repair(vin(811), "far", km="1000000"), b'{"x": "' + b"y" * (1 << 20) + b'"}',
            {"registry": {"vin": vin(812)}}, {"workshop": {"companycode": "1"}}, b"\xff\xfe\x00", b"[" * 100000,
            self.repair(vin(810), "good-2", km="2000"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(sorted(map(int, refused)), [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14])
        self.assertTrue(refused["7"].startswith("V1 ") and refused["8"].startswith("D1 ") and
                        refused["9"].startswith("O1 "), refused)
        self.assertIn("longer than 1 MiB", refused["10"])
        self.assertIn("12 refused", result.stdout)
        self.assertNotIn(secret, result.stdout + result.stderr + repr(refused))
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM repair")[0][0]), int(before) + 2)
        self.assertEqual(pathlib.Path(f"{self.file}.refused").stat().st_mode & 0o777, 0o600)

    def test_without_bad_lines_no_file_of_them_stays(self):
        _, refused = self.load(b"nonsense")
        self.assertEqual(len(refused), 1)
        result, _ = self.load(self.repair(vin(815), "fine"))
        self.assertEqual(result.returncode, 0)
        self.assertFalse(pathlib.Path(f"{self.file}.refused").exists())

    def test_a_line_that_the_database_refuses_takes_no_neighbour_along(self):
        """A trigger that refuses one vehicle's records stands for whatever may be wrong in there."""
        self.load(self.repair(vin(820), "trouble-0"), check=True)
        key = self.world.sql("SELECT encode(vehicle_key, 'hex') FROM repair ORDER BY id DESC LIMIT 1")[0][0]
        self.world.sql(f"""
            CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'no %', NEW.vehicle_key USING ERRCODE = 'P0099'; END $$;
            CREATE TRIGGER refuse_one BEFORE INSERT ON repair FOR EACH ROW
                WHEN (NEW.vehicle_key = '\\x{key}') EXECUTE FUNCTION refuse_one();
            GRANT EXECUTE ON FUNCTION refuse_one TO PUBLIC""")
        self.addCleanup(self.world.sql, "DROP TRIGGER refuse_one ON repair; DROP FUNCTION refuse_one")
        entries = [self.repair(vin(830 + i % 7), f"among-{i}", km=str(1000 + i)) for i in range(700)]
        entries[123] = self.repair(vin(820), "trouble-1")
        entries[699] = self.repair(vin(820), "trouble-2")
        before = int(self.world.sql("SELECT count(*) FROM repair")[0][0])
        result, refused = self.load(*entries)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(refused, {n: "the database refused it (SQLSTATE P0099)" for n in ("124", "700")})
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM repair")[0][0]), before + 698)

    def test_the_database_going_away_ends_it_with_a_sentence(self):
        entries = [self.repair(vin(840), f"away-{i}", km=str(1000 + i)) for i in range(501)]
        self.world.sql("""
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE TRIGGER leave BEFORE INSERT ON repair FOR EACH ROW EXECUTE FUNCTION leave()""")
        try:
            result, _ = self.load(*entries)
        finally:
            self.world.sql("DROP TRIGGER leave ON repair; DROP FUNCTION leave")
        self.assertEqual(result.returncode, 1)
        self.assertIn("the connection to PostgreSQL is lost", result.stderr)
        result, refused = self.load(*entries)
        self.assertEqual((result.returncode, refused), (0, {}))

    def test_a_corrected_and_a_moved_record(self):
        self.load(self.repair(vin(850), "c-1"), check=True)
        result, _ = self.load(self.repair(vin(850), "c-1", km="1001"), self.repair(vin(851), "c-1", km="1001"))
        self.assertIn("1 corrected, 1 moved", result.stdout)

    def test_a_workshop_changes_only_what_its_line_says(self):
        line = next(line for line in self.lines if "workshop" in line)
        code = line["workshop"]["companycode"]
        self.addCleanup(self.load, line)
        read = lambda: self.world.sql(f"SELECT name, version FROM workshop WHERE code = '{code}'")[0]
        name, version = read()
        self.load({"workshop": {**line["workshop"], "companylinkmanname": "另一个人"}}, check=True)
        self.assertEqual(read(), [name, str(int(version) + 1)])
        self.load({"workshop": {**line["workshop"], "companylinkmanname": "另一个人"}}, check=True)
        self.assertEqual(read(), [name, str(int(version) + 1)])
        _, refused = self.load({"workshop": {**line["workshop"], "companycode": "110105000000001"}})
        self.assertEqual(refused, {"1": "another workshop has this credit code and name"})

    # registry

    def first_registered(self, serial):
        """A day of its own, by which the row is found again: keys cannot be told from here."""
        return str(datetime.date(2000, 1, 1) + datetime.timedelta(serial))

    def row(self, serial, **more):
        return {"vin": vin(serial), "plate": "沪A12345", "engine_no": f"CSS{serial}", "registration_no": f"31{serial}",
                "holder": "持有人甲", "held_since": "2020-02-03", "first_registered": self.first_registered(serial),
                "region": "310115", **more}

    def revision(self, serial):
        return int(self.world.sql("SELECT holder_revision FROM registry "
                                  f"WHERE first_registered = '{self.first_registered(serial)}'")[0][0])

    def test_unchanged_rows_change_nothing_however_they_are_written(self):
        rows = [self.row(900 + i) for i in range(5)]
        result, refused = self.registry(rows)
        self.assertEqual((result.returncode, refused), (0, {}), result.stderr)
        self.assertIn("5 new", result.stdout)
        before = self.stored(), self.sum_of_versions()
        result, _ = self.registry(rows)
        self.assertIn("5 unchanged", result.stdout)
        self.assertEqual((self.stored(), self.sum_of_versions()), before)
        other = [{**r, "plate": "沪Ａ·１２３４５", "engine_no": r["engine_no"].lower(), "held_since": "20200203",
                  "note": 'a "note",\nover two lines'} for r in rows]
        columns = ["region", "note", "holder", "engine_no", "vin", "plate", "first_registered", "registration_no",
                   "held_since"]
        result, refused = self.registry(other, columns, mark=True)
        self.assertIn("5 unchanged", result.stdout)
        self.assertEqual((refused, self.stored(), self.sum_of_versions()), ({}, *before))

    def test_a_new_holder_counts_and_another_plate_does_not(self):
        self.registry([self.row(910)])
        self.assertEqual(self.revision(910), 1)
        before = self.sum_of_versions()
        result, _ = self.registry([self.row(910, plate="沪B54321")])
        self.assertIn("1 corrected, 0 with a new holder", result.stdout)
        self.assertEqual((self.revision(910), self.sum_of_versions()), (1, before + 1))
        result, _ = self.registry([self.row(910, plate="沪B54321", holder="持有人乙", held_since="2024-05-06")])
        self.assertIn("1 with a new holder", result.stdout)
        self.assertEqual((self.revision(910), self.sum_of_versions()), (2, before + 2))

    def test_a_vehicle_twice_in_one_file(self):
        result, refused = self.registry([self.row(915), self.row(915, holder="持有人丙"), self.row(915, holder="持有人丁")])
        self.assertEqual((result.returncode, refused), (0, {}))
        self.assertIn("1 new, 0 unchanged, 0 corrected, 2 with a new holder", result.stdout)
        self.assertEqual(self.revision(915), 3)

    def test_facts_are_nowhere_in_the_clear(self):
        self.registry([self.row(920, plate="沪ACANRY", engine_no="CANARYENGINE", holder="金丝雀持有人")])
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "-n", "chedang"], capture_output=True,
                              check=True).stdout
        for text in ("沪ACANRY", "CANARYENGINE", "金丝雀持有人", vin(920)):
            self.assertNotIn(text.encode(), dump)
            self.assertNotIn(text.encode().hex().encode(), dump)

    def test_bad_rows_are_named_without_their_facts(self):
        secret = "沪AGEHEI"
        result, refused = self.registry([
            self.row(930), self.row(931, vin="LSV"), self.row(931, plate=""), self.row(931, engine_no="x" * 200),
            self.row(931, plate=secret, held_since="soon"), self.row(931, plate=secret, first_registered="2999-01-01"),
            self.row(931, plate=secret, region="31"), self.row(932)])
        self.assertEqual(result.returncode, 1)
        self.assertEqual(sorted(map(int, refused)), [3, 4, 5, 6, 7, 8])
        self.assertNotIn(secret, result.stdout + result.stderr + repr(refused))
        self.assertIn("2 new", result.stdout)

    def test_other_encodings_and_open_quotes_are_refused(self):
        head = "vin,plate,engine_no,registration_no,holder\n"
        self.file.write_bytes(head.encode() + f"{vin(940)},沪A12345,E1,R1,持有人\n".encode("gbk") +
                              f'{vin(941)},"沪A12345,E1,R1,x\n{vin(942)},沪A12345,E1,R1,x\n'.encode())
        result = self.world.command("registry", "import", str(self.file), check=False)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.refused(), {"2": "plate is missing, too long, or not UTF-8",
                                          "3": "a quote is opened and never closed"})

    def test_a_file_without_its_columns_is_not_begun(self):
        for text, sentence in (("vin,plate\nx,y\n", "names no column holder"), ("", "the file is empty")):
            result = self.world.command("registry", "import", "-", input=text, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(sentence, result.stderr)

    # client

    def test_a_client_is_added_listed_and_revoked(self):
        server = self.world.server().start()
        self.addCleanup(server.stop)
        client = self.world.client("Second-hand cars Ltd")
        self.assertRegex(client["client_secret"], r"^[A-Za-z0-9_-]{43}$")
        token = server.token(client)
        self.assertNotEqual(server.lookup(token, vin(1)).status, 401)
        listed = self.world.command("client", "list").stdout
        self.assertIn(f"{client['client_id']}\tplatform\t", listed)
        self.assertNotIn(client["client_secret"], listed)
        self.world.command("client", "revoke", client["client_id"])
        self.assertEqual(server.lookup(token, vin(1)).status, 401)
        self.assertEqual(self.world.command("client", "revoke", client["client_id"], check=False).returncode, 1)
        secrets = self.world.sql("SELECT proof::text FROM client_key")
        self.assertTrue(all(client["client_secret"].encode().hex() not in s[0] for s in secrets))

    def test_a_client_needs_a_name_and_an_audience_that_exists(self):
        for words in (["add"], ["add", "--name", ""], ["add", "--name", "a\tb"],
                      ["add", "--name", "x", "--audience", "everybody"], ["revoke"], ["list", "more"], ["dance"], []):
            self.assertEqual(self.world.command("client", *words, check=False).returncode, 2, words)

    def test_administrators_of_a_client_are_let_in_listed_and_ended(self):
        client = self.world.client("Administered")["client_id"]
        made = self.world.command("client", "admin-add", client, "--name", "王经理").stdout
        password = re.fullmatch(r"name=王经理\npassword=([A-Za-z0-9_-]{24})\n", made)[1]
        for words in ([client, "--name", "王经理"], ["0" * 16, "--name", "somebody"]):
            refused = self.world.command("client", "admin-add", *words, check=False)
            self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertRegex(self.world.command("client", "admin-list").stdout, rf"{client}\t\d{{4}}-\d\d-\d\d\t\tnew\t王经理\n")
        self.world.command("client", "admin-end", "王经理")
        self.assertRegex(self.world.command("client", "admin-list").stdout, rf"{client}\t\d{{4}}-\d\d-\d\d\t\d{{4}}-\d\d-\d\d\tnew\t王经理\n")
        self.assertEqual(self.world.command("client", "admin-end", "王经理", check=False).returncode, 1)
        for row in self.world.sql("SELECT encode(password, 'escape') FROM client_admin"):
            self.assertNotIn(password, row[0])
            self.assertNotIn("argon2", row[0])
        for words in (["admin-add", client], ["admin-add", "--name", "x"], ["admin-add", client, "--name", ""],
                      ["admin-add", client, "--name", "a\tb"], ["admin-add", client, "--name", "x" * 65], ["admin-end"], ["admin-list", "x"]):
            self.assertEqual(self.world.command("client", *words, check=False).returncode, 2, words)

    # staff

    def test_people_of_the_authority_are_let_in_listed_and_ended(self):
        password = self.world.staff("李娜", "reviewer")
        self.assertRegex(password, r"^[A-Za-z0-9_-]{24}$")
        taken = self.world.command("staff", "add", "--name", "李娜", "--role", "supervisor", check=False)
        self.assertEqual((taken.returncode, taken.stdout), (1, ""))
        self.assertIn("taken", taken.stderr)
        self.assertRegex(self.world.command("staff", "list").stdout, r"reviewer\t\d{4}-\d\d-\d\d\t\t李娜\n")
        self.world.command("staff", "end", "李娜")
        self.assertRegex(self.world.command("staff", "list").stdout, r"reviewer\t\d{4}-\d\d-\d\d\t\d{4}-\d\d-\d\d\t李娜\n")
        self.assertEqual(self.world.command("staff", "end", "李娜", check=False).returncode, 1)
        self.assertEqual(self.world.command("staff", "end", "nobody", check=False).returncode, 1)
        for row in self.world.sql("SELECT encode(password, 'escape') FROM staff"):
            self.assertNotIn(password, row[0])
            self.assertNotIn("argon2", row[0])

    def test_people_of_the_authority_need_a_name_and_a_role_that_exists(self):
        for words in (["add"], ["add", "--name", "x"], ["add", "--name", "", "--role", "reviewer"],
                      ["add", "--name", "a\tb", "--role", "reviewer"], ["add", "--name", " a", "--role", "reviewer"],
                      ["add", "--name", "x" * 65, "--role", "reviewer"], ["add", "--name", "x", "--role", "king"],
                      ["end"], ["list", "more"], ["dance"], []):
            self.assertEqual(self.world.command("staff", *words, check=False).returncode, 2, words)

    # all of them

    def test_every_command_explains_itself_and_refuses_what_it_does_not_know(self):
        for words in (["demo"], ["import"], ["registry"], ["registry", "import"], ["client"], ["client", "add"],
                      ["client", "list"], ["client", "revoke"], ["client", "admin-add"], ["client", "admin-list"],
                      ["client", "admin-end"], ["honey"], ["honey", "add"], ["honey", "list"], ["staff"], ["staff", "add"],
                      ["staff", "list"], ["staff", "end"], ["workshop"], ["workshop", "key"], ["workshop", "key-end"],
                      ["migrate-check"]):
            page = self.world.command(*words, "--help").stdout
            self.assertTrue(page.startswith(f"Usage: chedang {' '.join(words)}"), page)
            self.assertIn("Example:\n", page)
            wrong = self.world.command(*words, "--no-such-thing", check=False)
            self.assertEqual((wrong.returncode, wrong.stdout), (2, ""), words)
            self.assertIn("--help", wrong.stderr)

    def test_numbers_have_their_range(self):
        for words in (["--vehicles", "0"], ["--vehicles", "10000001"], ["--vehicles", "ten"], ["--seed", "-1"],
                      ["--until", "2026-13-01"], ["--until", "1999-01-01"], ["--password-file", "/nonexistent"]):
            self.assertEqual(self.world.command("demo", *words, check=False).returncode, 2, words)

    def test_without_a_database_or_keys_there_is_a_sentence(self):
        for missing, words in (("CHEDANG_PG_OWNER", ["client", "list"]), ("CHEDANG_KEYS", ["client", "add", "--name", "x"])):
            environment = {k: v for k, v in self.world.environment.items()
                           if k != missing and not (missing == "CHEDANG_PG_OWNER" and k == "CHEDANG_PG")}
            result = subprocess.run([CHEDANG, *words], env=environment, capture_output=True, text=True)
            self.assertEqual(result.returncode, 1)
            self.assertIn(missing, result.stderr)


class MigrateCheck(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)

    def check(self, code):
        result = self.world.command("migrate-check", check=False)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout

    def test_the_schema_is_told_from_older_newer_and_other_ones(self):
        self.check(0)
        self.world.sqitch("revert", "-y", "--to", "@HEAD^")
        self.assertIn("sqitch deploy", self.check(3))
        self.world.sqitch("deploy")
        self.check(0)
        self.world.sql("""CREATE TABLE sqitch.kept AS SELECT * FROM sqitch.changes;
            INSERT INTO sqitch.changes SELECT 'x', 'y', 'later_change', project, note, now(), committer_name,
                committer_email, now(), planner_name, planner_email FROM sqitch.changes LIMIT 1""")
        self.assertIn("later_change", self.check(4))
        self.world.sql("""DELETE FROM sqitch.changes WHERE change = 'later_change';
            UPDATE sqitch.changes SET script_hash = 'other' WHERE change = 'registry'""")
        self.assertIn("registry", self.check(5))

    def test_every_query_fits_the_schema_or_is_named(self):
        """The serving process prepares a query when it is first needed, which is too late to learn of it."""
        self.assertRegex(self.check(0), "all [0-9]+ queries fit")
        self.world.sql("ALTER TABLE honey RENAME TO honeypot", role="chedang")
        self.addCleanup(self.world.sql, "ALTER TABLE honeypot RENAME TO honey", role="chedang")
        self.assertIn("honey_", self.check(5))


if __name__ == "__main__":
    unittest.main()
