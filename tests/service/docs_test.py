"""What platforms' engineers read: the document is true to the code, and the programs on the page do what they say."""
import gzip
import html
import html.parser
import json
import os
import re
import subprocess
import unittest

import openapi
from owner_test import sign_in
from world import ROOT, World, vin

SCHEMAS = openapi.DOCUMENT["components"]["schemas"]
FOR_PEOPLE = {"ok", "signed_out", "forbidden", "form_expired"}  # faults of pages, which no program meets


def source(path):
    return (ROOT / "server" / path).read_text()


def words(name):
    return {one["const"]: one["title"] for one in SCHEMAS[name]["oneOf"]}


class Words(unittest.TestCase):
    """The closed lists of the document are those of the code."""

    def test_problems(self):
        faults = re.findall(r'FAULT\(\w+,\s*(\d+), "(\w+)",\s*"([^"]*)"\)', source("core/fault.h"))
        told = {one["const"]: (str(one["x-status"]), one["title"]) for one in SCHEMAS["ProblemCode"]["oneOf"]}
        self.assertEqual(told, {code: (status, title) for status, code, title in faults if code not in FOR_PEOPLE})

    def test_problems_have_the_status_under_which_they_are_told(self):
        status_of = {one["const"]: one["x-status"] for one in SCHEMAS["ProblemCode"]["oneOf"]}
        told = set()
        for path, _, operation in openapi.operations():
            for status, response in operation["responses"].items():
                schema = openapi.resolve(response).get("content", {}).get("application/problem+json", {}).get("schema", {})
                codes = re.findall(r'"code": \{"(?:const|enum)": (\[[^]]*\]|"\w+")', json.dumps(schema))
                for code in re.findall(r"\w+", " ".join(codes)):
                    self.assertEqual(status_of[code], int(status), f"{path} {code}")
                    told.add(code)
        self.assertEqual(told | {"path_unknown", "no_record", "not_collected"}, set(status_of))

    def test_codes_of_records(self):
        text = source("history/codes.h")
        for name, macro in (("Work", "WORK_CODES"), ("Part", "PART_CODES"), ("Signal", "SIGNAL_CODES")):
            block = text[text.index(f"#define {macro}"):].partition("\n\n")[0]
            self.assertEqual(words(name), dict(re.findall(r'CODE\(\w+, "(\w+)", "[^"]+", "([^"]+)"\)', block)))
        self.assertEqual(list(SCHEMAS["Statements"]["properties"]), list(words("Signal")))

    def test_purposes_and_verdicts(self):
        self.assertEqual(list(words("Purpose")), re.findall(r'PURPOSE\(\w+,\s+"(\w+)"\)', source("core/purpose.h")))
        verdict = source("history/verdict.c")
        reasons = re.findall(r'\[REASON_\w+\]\s+= \{"(\w+)", "K\d"\}', verdict)
        self.assertEqual(list(words("OdometerReason")), reasons)
        codes = re.search(r'codes\[\] = \{("no_judgement"[^}]+)\}', verdict)[1]
        self.assertEqual(set(openapi.resolve(SCHEMAS["Odometer"]["properties"]["verdict"])["oneOf"][i]["const"] for i in range(3)),
                         set(re.findall(r'"(\w+)"', codes)))

    def test_changes_and_deliveries(self):
        for name, file, before in (("ChangeKind", "feed", "TYPE change_kind AS ENUM"), ("DeliveryOutcome", "webhook", "CHECK (outcome IN")):
            text = (ROOT / f"migrations/deploy/{file}.sql").read_text().partition(before)[2].partition(")")[0]
            self.assertEqual(set(words(name)), set(re.findall(r"'(\w+)'", text)))

    def test_operations(self):
        """Every door of programs is in the document, and no other."""
        routes = re.findall(r'^\s+\{"([A-Z]+)",\s+"([^"*]+)",\s+DOOR_(OPEN|CLIENT|LINES|HANDLE|FEED|EXPORTER|REPAIR|DOCUMENT),', source("routes.c"), re.M)
        doors = {(method, re.sub(r":(\w+)", r"{\1}", path)) for method, path, _ in routes}
        told = {(method, path) for path, method, _ in openapi.operations()}
        self.assertEqual(told, doors - {("GET", "/static/{name}"), ("GET", "/openapi.json"), ("GET", "/.well-known/security.txt")})

    def test_examples_are_what_they_are_examples_of(self):
        for path, _, operation in openapi.operations():
            bodies = [operation.get("requestBody", {}), *map(openapi.resolve, operation["responses"].values())]
            for kind, media in (item for body in bodies for item in body.get("content", {}).items()):
                for example in [media["example"]] if "example" in media else [e["value"] for e in media.get("examples", {}).values()]:
                    raw = example if isinstance(example, str) else json.dumps(example)
                    openapi.check_body(f"{path} {kind}", media["schema"], kind if kind in openapi.LINES else "json", raw)


class Blocks(html.parser.HTMLParser):
    """The programs of a page, by the name of their file."""

    def __init__(self, page):
        super().__init__()
        self.found, self.file = {}, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "pre":
            self.file = dict(attributes).get("data-file")

    def handle_data(self, data):
        if self.file is not None:
            self.found[self.file] = self.found.get(self.file, "") + data

    def handle_endtag(self, tag):
        if tag == "pre":
            self.file = None


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.world.command("sandbox", "load")
        lines = cls.world.command("client", "add", "--name", "An engineer", "--sandbox").stdout.splitlines()
        cls.client = dict(line.split("=", 1) for line in lines)
        cls.page = cls.server.ask("GET", "/docs", headers={"Accept-Language": "en"}).body.decode()
        cls.programs = Blocks(cls.page).found
        cls.folder = cls.world.folder / "engineer"
        cls.folder.mkdir()

    def run_as_printed(self, name):
        runner = {".sh": ["bash", "-e"], ".py": ["/usr/bin/python3"], ".mjs": ["node"]}[os.path.splitext(name)[1]]
        (self.folder / name).write_text(self.programs[name])
        ended = subprocess.run([*runner, name], cwd=self.folder, capture_output=True, text=True, timeout=60, env={
            "PATH": os.environ["PATH"], "CHEDANG_URL": self.server.url, "CLIENT_ID": self.client["client_id"],
            "CLIENT_SECRET": self.client["client_secret"], "VIN": re.search(r"VIN=(\w+)", self.page)[1]})
        self.assertEqual((ended.returncode, ended.stderr), (0, ""), name)
        return ended.stdout

    def test_the_first_programs(self):
        said = self.run_as_printed("quick-start.sh").splitlines()
        self.assertEqual((json.loads(said[0])["record_count"], said[1]), (6, "304"))
        self.assertEqual([json.loads(line)["status"] for line in said[2:]], [200, 404])
        for name, nothing in (("quick-start.py", "None"), ("quick-start.mjs", "undefined")):
            said = self.run_as_printed(name).splitlines()
            self.assertRegex(said[0], r'^consistent 6 records; "burst";r=')
            self.assertEqual(said[1:], ["304", f"1 200 {nothing}", "2 404 no_record"])

    def test_the_programs_with_a_private_key(self):
        self.run_as_printed("new-key.sh")
        self.world.command("client", "key-add", self.client["client_id"], "--public-key", str(self.folder / "client.pub"))
        self.assertEqual(json.loads(self.run_as_printed("private-key.sh"))["expires_in"], 900)
        self.assertEqual(self.run_as_printed("private-key.mjs"), "59 900\n")

    def test_each_program_is_run(self):
        self.assertEqual(set(self.programs), {file.name for file in (ROOT / "docs/examples").iterdir()})
        self.assertEqual(set(self.programs), {"quick-start.sh", "quick-start.py", "quick-start.mjs", "new-key.sh", "private-key.sh",
                                              "private-key.mjs", "keep-copy.mjs", "upload.mjs"})  # the last two by tests of their own

    def test_the_page_has_the_whole_reference_in_both_languages(self):
        for language in ("en", "zh"):
            page = self.server.ask("GET", "/docs", headers={"Accept-Language": language}).body.decode()
            ids = re.findall(r'id="([^"]+)"', page)
            self.assertEqual(len(ids), len(set(ids)))
            self.assertEqual(set(re.findall(r'href="#([^"]+)"', page)) - set(ids), set())
            for path, _, operation in openapi.operations():
                self.assertIn(operation["operationId"], ids)
                self.assertIn(path, page)
            for one in SCHEMAS["ProblemCode"]["oneOf"]:
                self.assertIn(f"code-{one['const']}", ids)
            self.assertIn(self.server.url, page)

    def test_every_vehicle_of_the_sandbox_is_in_a_table_as_the_interface_lists_it(self):
        listed = self.server.ask("GET", "/v1/sandbox", headers={"Authorization": f"Bearer {self.server.token(self.client)}"}).json["vehicles"]
        for language in ("en", "zh"):
            page = self.server.ask("GET", "/docs", headers={"Accept-Language": language}).body.decode()
            table = page.partition('id="sandbox"')[2].partition("</table>")[0]
            rows = re.findall(r'<th scope="row"><code>(\w+)</code></th><td><code>(\w+)</code><br>([^<]+)</td>'
                              r'<td class="number">(\d+)</td><td>(?:<a href="#code-\w+"><code>(\w+)</code></a>)?</td>', table)
            self.assertEqual([(number, shows, int(status), code or None) for number, shows, _, status, code in rows],
                             [(v["vin"], v["shows"], v["status"], v["code"]) for v in listed])
            about = [html.unescape(words) for _, _, words, *_ in rows]
            if language == "en":
                self.assertEqual(about, [v["about"] for v in listed])
            else:
                self.assertEqual(sum("\u4e00" <= words[0] <= "\u9fff" or words[0].isdigit() for words in about), len(listed), about)

    def test_the_limits_of_the_example_are_those_that_a_client_is_told(self):
        """With what is set when nobody sets anything, on one loop."""
        server = self.world.server(CHEDANG_THREADS=1, CHEDANG_VEHICLE_DAY=200).start()
        self.addCleanup(server.stop)
        told = server.lookup(server.token(self.world.client()), vin(1))
        example = self.page.partition('id="limits"')[2].partition("<code>")[2].partition("</code>")[0]
        fields = dict(line.split(": ", 1) for line in html.unescape(example).splitlines())
        self.assertEqual(fields["RateLimit-Policy"], told.header("ratelimit-policy"))
        left = [dict(re.findall(r'"(\w+)";r=(\d+)', text)) for text in (fields["RateLimit"], told.header("ratelimit"))]
        self.assertEqual(list(left[0]), list(left[1]))
        self.assertEqual(left[0]["vehicle"], left[1]["vehicle"])

    def test_nothing_is_asked_of_anybody_else(self):
        self.assertNotIn("<script", self.page)
        asked = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', self.page)
        self.assertTrue(all(address.startswith("/static/") for address in asked), asked)
        self.assertNotRegex(self.page, r'\sstyle=')

    def test_the_page_that_is_kept_is_nobodys(self):
        browser = sign_in(self.world, self.server, "13900017001")
        browser.get("/docs")
        self.assertIn('href="/account"', browser.page)
        kept = [self.server.ask("GET", "/docs", headers={"Accept-Language": "en", **more})
                for more in ({}, {}, {"Accept-Encoding": "gzip"})]
        pages = [gzip.decompress(a.body) if a.header("content-encoding") == "gzip" else a.body for a in kept]
        self.assertEqual(kept[2].header("content-encoding"), "gzip")
        self.assertEqual(len(set(pages)), 1)
        self.assertNotIn(b"/account", pages[0])

    def test_the_document_is_served_as_it_is_and_asked_for_once_an_hour(self):
        answer = self.server.ask("GET", "/openapi.json")
        self.assertEqual((answer.status, answer.header("content-type"), answer.header("cache-control")),
                         (200, "application/json", "public, max-age=3600"))
        self.assertEqual(answer.json, openapi.DOCUMENT)
        again = self.server.ask("GET", "/openapi.json", headers={"If-None-Match": answer.header("etag")})
        self.assertEqual((again.status, again.body), (304, b""))
        metadata = self.server.ask("GET", "/.well-known/oauth-authorization-server").json
        self.assertEqual(metadata["service_documentation"], self.server.url + "/docs")


if __name__ == "__main__":
    unittest.main()
