"""What anybody learns of a certificate's number, in which language, and what the page that checks certificates is allowed."""
import base64
import json
import pathlib
import re
import unittest
import urllib.parse

from world import World

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = ("zh", "en", "ru", "ar", "kk", "fr", "es")
UNKNOWN = "AAAAA-AAAAA-AAAAA-AAAAA"


def words(language):
    return json.loads((ROOT / f"templates/verify.{language}.json").read_text())["verify"]


def number(n):
    text = base64.b32encode(bytes([n] * 12)).decode().rstrip("=")
    return "-".join(text[i:i + 5] for i in range(0, 20, 5))


class VerifyPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000, CHEDANG_CERTIFICATE_ROOT="cm9vdA")
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.world.client("出口商")
        cls.world.sql("""
            INSERT INTO certificate_key (kid, public_key, seed, signs_from, signs_until, trusted_until)
            VALUES (repeat('k', 43), decode(repeat('ab', 32), 'hex'), '\\x00', now() - interval '99 days', now(), now())""")
        for n, state, age in ((1, "valid", 1), (2, "superseded", 1), (3, "withdrawn", 1), (4, "valid", 70), (5, "withdrawn", 70)):
            changed = "NULL, NULL" if state == "valid" else "now() - interval '2 hours', " + ("'other'" if state == "withdrawn" else "NULL")
            cls.world.sql(f"""
                INSERT INTO certificate (id, number, client_id, vehicle_key, kid, status_index, issued_at, valid_until, version, state, state_at,
                                         reason, fresh, reference, destination, language, ground, credential, paper, idempotency, body)
                SELECT {n}, decode(repeat('{n:02x}', 12), 'hex'), id, '\\x01', repeat('k', 43), {n}, now() - interval '{age} days',
                       current_date - {age} + 59, 1, '{state}', {changed}, false, '\\x00', 'KZ', 'ru', 'share', '\\x00', '\\x00', '\\x{n:02x}', '\\x00'
                  FROM client LIMIT 1""")

    def get(self, path, **headers):
        return self.server.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def page(self, path, **headers):
        return self.get(path, **headers).body.decode()

    def test_each_state_has_its_own_words_in_each_language(self):
        states = {1: "valid", 2: "superseded", 3: "withdrawn", 4: "expired", 5: "expired"}
        for language in LANGUAGES:
            said = words(language)
            for n, state in states.items():
                answer = self.get(f"/verify/{number(n)}?lang={language}")
                self.assertEqual(answer.status, 200)
                page = answer.body.decode()
                for each in set(states.values()):
                    self.assertEqual(f">{said['state_' + each]}<" in page, each == state, (language, n, each))
                self.assertIn(number(n), page)
                self.assertEqual(said["changed"] in page, n in (2, 3, 5))
            answer = self.get(f"/verify/{UNKNOWN}?lang={language}")
            self.assertEqual(answer.status, 200)
            self.assertIn(said["state_unknown"], answer.body.decode())

    def test_a_number_is_taken_as_people_write_it(self):
        for typed in (number(1), number(1).lower(), number(1).replace("-", "")):
            self.assertEqual(self.get("/verify/" + typed).status, 200, typed)
        for typed in ("A", number(1) + "A", number(1)[:-1] + "1", number(1) + "/x"):
            self.assertEqual(self.get("/verify/" + typed, accept="text/html").status, 404, typed)

    def test_a_form_leads_to_the_page_of_a_number_or_says_what_is_wrong(self):
        form = {"content-type": "application/x-www-form-urlencoded"}
        for typed in (number(2), number(2).lower(), number(2).replace("-", " ") + " "):
            answer = self.server.ask("POST", "/verify", urllib.parse.urlencode({"number": typed, "lang": "es"}), form)
            self.assertEqual((answer.status, answer.header("location")), (303, f"/verify/{number(2)}?lang=es"))
        for wrong in ("", "AB", "<b>&\"'", "A" * 4000):
            answer = self.server.ask("POST", "/verify", urllib.parse.urlencode({"number": wrong, "lang": "kk"}), form)
            page = answer.body.decode()
            self.assertEqual(answer.status, 200)
            self.assertIn(words("kk")["number_wrong"], page)
            self.assertNotIn("<b>&", page)
            self.assertNotIn("A" * 41, page)

    def test_the_language_is_asked_for_chosen_or_the_browsers(self):
        def language(path="/verify", **headers):
            return re.search(r'<html lang="([\w-]+)" dir="(\w+)"', self.page(path, **headers)).groups()
        self.assertEqual(language("/verify?lang=ar", accept_language="fr"), ("ar", "rtl"))
        self.assertEqual(language(cookie="lang=en", accept_language="fr"), ("en", "ltr"))
        for asked, wanted in {"ru-RU,ru;q=0.9,en;q=0.8": "ru", "de,es;q=0.7": "es", "kk": "kk", "zh-TW": "zh-CN", "de": "en"}.items():
            self.assertEqual(language(accept_language=asked), (wanted, "ltr"), asked)
        self.assertEqual(language("/verify?lang=xx", accept_language="fr"), ("fr", "ltr"))

    def test_the_code_on_the_paper_leads_to_the_page(self):
        for path in ("/C", "/c"):
            self.assertIn('action="/verify"', self.page(path))

    def test_it_sets_no_cookie_runs_nothing_that_stands_in_it_and_may_use_the_camera(self):
        for path in ("/verify", "/C", "/verify/" + number(1)):
            answer = self.get(path)
            self.assertIsNone(answer.header("set-cookie"))
            self.assertIn("script-src 'self'", answer.header("content-security-policy"))
            self.assertEqual(answer.header("permissions-policy"), "camera=(self), geolocation=(), microphone=()")
            self.assertIsNone(re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", answer.body.decode()))
            self.assertIn('data-root="cm9vdA"', answer.body.decode())
        self.assertEqual(self.get("/policy").header("permissions-policy"), "camera=(), geolocation=(), microphone=()")

    def test_the_lists_come_with_the_servers_time(self):
        """By which the page finds a clock of its own that is wrong."""
        for path in ("/certificates/trust-list.json", "/certificates/status"):
            self.assertRegex(self.get(path).header("date"), "GMT$")

    def test_its_programs_and_words_are_served(self):
        for name, kind in [("verify.mjs", "text/javascript; charset=utf-8"), ("verify_check.mjs", "text/javascript; charset=utf-8"), ("verify.css", "text/css; charset=utf-8"),
                           *((f"{what}.{language}.json", "application/json") for what in ("verify", "certificate") for language in LANGUAGES)]:
            answer = self.get("/static/" + name)
            self.assertEqual((answer.status, answer.header("content-type")), (200, kind), name)
        for name in ("strings.zh.json", "models.json", "verify.html"):
            self.assertEqual(self.get("/static/" + name).status, 404, name)


if __name__ == "__main__":
    unittest.main()
