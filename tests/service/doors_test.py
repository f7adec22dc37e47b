"""Every door, as everybody there is: what is not theirs leads to the right sign-in or answers as if it did not exist.

What each route does for those whose it is, stands in access_test; this one knows doors only, so a new route needs no line
here. A new page needs one in tests/browser/pages.json, which is read here too.
"""
import json
import re
import unittest

from authenticator import admin
from certificates import Exporter, make_keys
from owner_test import CAR, Browser, register, row, sign_in
from papers import multipart, prove
from world import ROOT, World, repair, vin

OTHER = {**CAR, "vin": vin(500301), "plate": "沪A53001", "engine_no": "EA888530001", "registration_no": "310000530001"}
PAGES = json.loads((ROOT / "tests/browser/pages.json").read_text())
TICKET, NAME = "0123456789abcdef" * 2, "nothing.css"  # well formed, and of nothing

# Whose each door is; where the others are sent, or what they are told.
DOORS = {
    "DOOR_OWNER": ({"owner", "other owner"}, "/sign-in?needed"),
    "DOOR_PHOTOS": ({"owner", "other owner"}, "/sign-in?needed"),
    "DOOR_CONSOLE": ({"workshop"}, "/workshop/sign-in?needed"),
    "DOOR_PLATFORM": ({"administrator", "agent"}, "/platform/sign-in?needed"),
    "DOOR_AGENT": ({"agent"}, "/platform/sign-in?needed"),
    "DOOR_PAPERS": ({"agent"}, "/platform/sign-in?needed"),
    "DOOR_STAFF": ({"reviewer", "supervisor"}, "/staff/sign-in?needed"),
    "DOOR_CLIENT": (set(), 401),
    "DOOR_LINES": (set(), 401),
    "DOOR_HANDLE": (set(), 401),
    "DOOR_FEED": (set(), 401),
    "DOOR_EXPORTER": (set(), 401),
    "DOOR_REPAIR": (set(), 401),
    "DOOR_DOCUMENT": (set(), 401),
    "DOOR_INTERNAL": (set(), 404),
}
FOR_PEOPLE = {"DOOR_PAGE", "DOOR_OWNER", "DOOR_PHOTOS", "DOOR_CONSOLE", "DOOR_PLATFORM", "DOOR_AGENT", "DOOR_PAPERS", "DOOR_STAFF"}
ANSWERS_OF_OPEN_DOORS = {200, 303, 400, 403, 404, 415}


def routes():
    """(method, pattern, door), in the order of the table."""
    return re.findall(r'^\s+\{"([A-Z]+)",\s+"([^"]+)",\s+(DOOR_\w+),', (ROOT / "server/routes.c").read_text(), re.M)


def path_of(pattern):
    return re.sub(r":\w+", lambda m: NAME if m[0] == ":name" else "en" if m[0] == ":lang" else TICKET, pattern.lstrip("*"))


def matches(pattern, path):
    return re.fullmatch(re.sub(r":\w+", "[^/]+", pattern.replace(".", r"\.").lstrip("*")), path.split("?")[0]) is not None


class Doors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=1000000)
        cls.addClassCleanup(cls.world.close)
        make_keys(cls.world)
        cls.server = cls.world.server().start()
        _, token = cls.world.workshop(cls.server)
        register(cls.world, [row(CAR), row(OTHER)])
        for number, car in enumerate((CAR, OTHER)):
            message = repair(token, car["vin"], f"door-{number}", vehicleplatenumber=car["plate"])
            assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        cls.people = {"nobody": Browser(cls.server), "owner": cls.sign_in(1), "other owner": cls.sign_in(2)}
        cls.handles = {name: cls.claim(name, car) for name, car in (("owner", CAR), ("other owner", OTHER))}
        cls.places = {"LINK": cls.share("owner"), **cls.contest(),
                      "REVIEW": prove(cls.people["owner"], vin(500302))[1].split("/")[-1]}
        cls.places["FINDING"] = cls.escalated()
        cls.places["ODD"] = cls.world.sql("SELECT code FROM workshop ORDER BY id LIMIT 1")[0][0]
        cls.people["workshop"] = cls.turned_into(3, "workshop_id = (SELECT min(id) FROM workshop)")
        for number, role in ((4, "reviewer"), (5, "supervisor")):
            cls.world.sql(f"INSERT INTO staff (name, role, password) VALUES ('{role}', '{role}', '\\x00')")
            cls.people[role] = cls.turned_into(number, f"staff_id = (SELECT id FROM staff WHERE name = '{role}')")
        who = admin(cls.world, cls.server)
        cls.people["administrator"] = who.enrol()
        cls.places["KID"] = cls.world.sql("SELECT max(kid) FROM client_key")[0][0]
        cls.places["WEBHOOK"] = cls.server.ask("POST", "/v1/webhooks", '{"url": "https://hooks.example.com/"}', {
            "Authorization": f"Bearer {cls.server.token(who.client)}", "Content-Type": "application/json"}).json["id"]
        cls.people["agent"] = cls.agent()
        cls.people["stranger's cookie"] = Browser(cls.server)
        cls.people["stranger's cookie"].cookies["__Host-session"] = "a" * 43

    @classmethod
    def agent(cls):
        """Somebody of an exporter that has a certificate and a batch."""
        exporter = Exporter(cls.world, cls.server)
        browser = admin(cls.world, cls.server, exporter.client).enrol()
        cls.places.update(CERTIFICATE=exporter.issued(CAR["vin"], {"share": cls.places["LINK"]}), BATCH=TICKET[::-1])
        cls.places["SUPERSEDED"] = cls.places["CERTIFICATE"]
        body, kind = multipart({"csrf": browser.csrf, "batch": TICKET[::-1]}, {"lines": b"no, line"})
        answer = browser.ask("POST", "/platform/certificates/batches", body, {"Content-Type": kind}, follow=False)
        assert answer.status == 303, (answer.status, browser.page)
        return browser

    @classmethod
    def sign_in(cls, number):
        return sign_in(cls.world, cls.server, f"1390005300{number}")

    @classmethod
    def turned_into(cls, number, whose):
        """A session of an owner's made one of somebody else's: how they sign in is tested elsewhere."""
        browser = cls.sign_in(number)
        cls.world.sql(f"""UPDATE session SET account_id = NULL, {whose}
                           WHERE account_id = (SELECT max(id) FROM account)""")
        return browser

    @classmethod
    def claim(cls, name, car):
        browser = cls.people[name]
        browser.get("/vehicles/claim")
        answer = browser.post("/vehicles/claim", follow=False, **car)
        assert answer.status == 303, browser.page
        return answer.header("location").rsplit("/", 1)[1]

    @classmethod
    def share(cls, name):
        """The secret of a link to this owner's vehicle."""
        browser, path = cls.people[name], f"/vehicles/{cls.handles[name]}/shares"
        browser.get(path)
        browser.post(path, once=TICKET, scope="full", hours="1", certifies="1")
        return re.search(r"/s/([\w-]{43})", browser.page)[1]

    @classmethod
    def contest(cls):
        """The owner misses a record, and the workshop is asked: what stands for a record and a dispute in pages.json."""
        browser, path = cls.people["owner"], "/vehicles/" + cls.handles["owner"]
        browser.get(path)
        record = re.search(path + "/dispute/([0-9a-f]{32})", browser.page)[1]
        browser.get(path + "/dispute")
        answer = browser.post(path + "/dispute", follow=False, ticket=TICKET[::-1], words="缺少一次维修记录。")
        assert answer.status == 303, browser.page
        cls.world.sql("UPDATE dispute SET state = 'with_workshop', workshop_id = (SELECT min(id) FROM workshop)")
        return {"RECORD": record, "DISPUTE": TICKET[::-1]}

    @classmethod
    def escalated(cls):
        """A finding that workshop and supervisor may see."""
        found = cls.world.sql("""INSERT INTO finding (vehicle_key, repair_id, code, revision, version, for_owners, workshop_id, state)
            SELECT vehicle_key, repair.id, 'L1', revision, version, true, workshop_id, 'escalated'
              FROM repair JOIN vehicle ON key = vehicle_key ORDER BY repair.id LIMIT 1 RETURNING handle""")[0][0]
        cls.world.sql(f"SELECT finding_note('{{{found}}}', 'escalated', 'clock', NULL, NULL)")
        return found

    def ask(self, name, method, path):
        browser = self.people[name]
        cookies = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
        headers = {"Accept": "text/html", **({"Cookie": cookies} if cookies else {})}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.server.ask(method, path, "" if method == "POST" else None, headers)

    def plain(self, answer):
        """What it says, without what differs from one answer to the next; nobody is known where there is no door at all."""
        return re.sub(r"[0-9a-f]{16,}", "", answer.body.decode().split("<main")[1].split("</main>")[0])

    @staticmethod
    def whose(door, name):
        """For other clients there is nothing where exporters have their pages."""
        whose, otherwise = DOORS[door]
        return whose, 404 if door in ("DOOR_AGENT", "DOOR_PAPERS") and name == "administrator" else otherwise

    def test_every_door_is_shut_to_all_but_those_whose_it_is(self):
        wrong, cells = [], 0
        for method, pattern, door in routes():
            for name in self.people:
                answer = self.ask(name, method, path_of(pattern))
                cells += 1
                if door not in DOORS:
                    # The upload interface tells its own codes with 200.
                    if answer.status not in ANSWERS_OF_OPEN_DOORS:
                        wrong.append(f"{name} {method} {pattern}: {answer.status}")
                    continue
                whose, otherwise = self.whose(door, name)
                if name in whose:
                    if answer.status >= 500 or answer.header("location") == otherwise:
                        wrong.append(f"{name} {method} {pattern}: {answer.status} {answer.header('location')}")
                elif otherwise not in (answer.status, answer.header("location")):
                    wrong.append(f"{name} {method} {pattern}: {answer.status} {answer.header('location')}, not {otherwise}")
        self.assertEqual(wrong, [])
        self.assertGreater(cells, 100)

    def test_what_is_of_nobody_looks_like_an_unknown_path(self):
        for method, pattern, door in routes():
            if method != "GET" or ":" not in pattern or door not in FOR_PEOPLE or pattern == "/language/:lang":
                continue
            for name in DOORS.get(door, (self.people, None))[0]:
                answer, unknown = self.ask(name, method, path_of(pattern)), self.ask(name, "GET", "/nothing/at/all")
                self.assertEqual((answer.status, self.plain(answer)), (404, self.plain(unknown)), f"{name} {pattern}")

    def test_anothers_vehicle_is_no_vehicle(self):
        for method, pattern, door in routes():
            if door not in ("DOOR_OWNER", "DOOR_PHOTOS") or not pattern.startswith("/vehicles/:handle"):
                continue
            path = path_of(pattern)
            for whose, handle in self.handles.items():
                for name in ("owner", "other owner"):
                    answer = self.ask(name, method, path.replace(TICKET, handle, 1))
                    if method == "GET" and name != whose:
                        unknown = self.ask(name, method, path)
                        self.assertEqual((answer.status, self.plain(answer)), (404, self.plain(unknown)), f"{name} {pattern}")
                    self.assertLess(answer.status, 500, f"{name} {method} {pattern}")

    def test_other_methods_are_told_which_there_are(self):
        known = {}
        for method, pattern, door in routes():
            if door != "DOOR_INTERNAL":
                known.setdefault(pattern, set()).add(method)
        for pattern, methods in known.items():
            # What is named is nobody's segment: /v1/certificates/consents is none of /v1/certificates/:number.
            is_named = not set(":*") & set(pattern)
            all_methods = methods if is_named else set().union(*(m for p, m in known.items() if matches(p, path_of(pattern))))
            for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "BREW"} - all_methods:
                for name in ("nobody", "owner"):
                    answer = self.ask(name, method, path_of(pattern))
                    self.assertEqual(answer.status, 405, f"{name} {method} {pattern}")
                    told = {value for key, value in answer.headers if key.lower() == "allow"}
                    self.assertEqual(set(re.findall(r"\w+", " ".join(told))), all_methods, f"{method} {pattern}")
                    self.assertNotIn(CAR["plate"], answer.body.decode())

    def test_every_page_is_in_the_table_of_pages(self):
        """So that it is looked at, and checked for accessibility, in both languages."""
        paths = [page["path"].replace("{", "").replace("}", "") for page in PAGES]
        for method, pattern, door in routes():
            if method != "GET" or door not in FOR_PEOPLE or pattern.endswith("/:lang"):
                continue
            if pattern.endswith((".csv", ".json", ".pdf", ".png", ".zip", "/:photo", "/photo")):  # to take away, not to look at
                continue
            # By what is done there.
            shown_behind = {"/sign-in/code": "/sign-in", "/account/phone/code": "/account/phone",
                            "/vehicles/consent/code": "/vehicles/consent", "/platform/sign-in/code": "/platform/sign-in",
                            "/platform/enrol": "/platform/sign-in"}.get(pattern, pattern)
            self.assertTrue(any(matches(shown_behind, path) for path in paths), f"{pattern} has no line in pages.json")
        names = [page["name"] for page in PAGES]
        self.assertEqual(len(names), len(set(names)))

    def test_every_page_is_shown_to_those_alone_whom_the_table_names(self):
        doors = [(pattern, door) for method, pattern, door in routes() if method == "GET" and door in FOR_PEOPLE]
        for page in PAGES:
            path = re.sub(r"\{(\w+?)(_\w+)?\}", lambda m: self.places.get(m[1], self.handles["owner"]), page["path"])
            door = next((door for pattern, door in doors if matches(pattern, path)), None)
            whose, otherwise = DOORS.get(door, (set(self.people), None))
            for name in self.people:
                answer = self.ask(name, "GET", path)
                if door is None:
                    self.assertEqual(answer.status, 404, f"{name} {path}")
                elif (door, name) == ("DOOR_AGENT", "administrator"):
                    self.assertEqual(answer.status, 404, f"{name} {path}")
                elif name not in whose:
                    self.assertEqual((answer.status, answer.header("location")), (303, otherwise), f"{name} {path}")
                    self.assertEqual(answer.body, b"")
                elif page["who"] in (name, "nobody", "newcomer"):
                    self.assertIn(answer.status, (200, 303), f"{name} {path}")


if __name__ == "__main__":
    unittest.main()
