"""Certificates: issued through the service beside commits one after the other, drawn on paper, and checked beside bare signatures."""
import json
import pathlib
import re
import statistics
import subprocess

from certificates import Exporter, Holder, make_keys, paper_code
from lookups import resident_mib
from owner_test import register, row
from peers import cpu_seconds
from world import CHEDANG, World, repair, vin

BUILD = pathlib.Path(CHEDANG).parents[1]
QUIET = {"CHEDANG_LOG_LEVEL": 1, "CHEDANG_WORKSHOP_BURST": 100000000, "CHEDANG_ADDRESS_BURST": 100000000, "CHEDANG_LOOKUP_BURST": 100000000,
         "CHEDANG_LOOKUP_DAY": 1000000000, "CHEDANG_THREADS": 1}
CAR = {"vin": vin(577001), "plate": "沪A77001", "engine_no": "EA888577001", "registration_no": "310000577001"}
RECORDS, PAPERS, ISSUERS = 7, 12, 16
ISSUE = """
local fields = {["Authorization"] = "Bearer %s", ["Content-Type"] = "application/json"}
local body, number = '%s', 0
request = function()
  number = number + 1
  fields["Idempotency-Key"] = "%s-" .. number
  return wrk.format("POST", "/v1/certificates", fields, body)
end
"""
ONE_ROW = """\\set key random(1, 2000000000)
INSERT INTO bench_row (key) VALUES (:key);
"""


def issued(server, script, seconds):
    """Certificates a second; what was refused."""
    before = int(server.world.sql("SELECT count(*) FROM certificate")[0][0])
    used = cpu_seconds(server.process.pid)
    out = subprocess.run(["wrk", "-t1", f"-c{ISSUERS}", f"-d{seconds}s", "-s", script, server.url], capture_output=True, text=True, check=True,
                         timeout=seconds + 60).stdout
    count = int(server.world.sql("SELECT count(*) FROM certificate")[0][0]) - before
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"rate": count / seconds, "cpu_us": (cpu_seconds(server.process.pid) - used) / max(1, count) * 1e6, "wrong": int(wrong[1]) if wrong else 0}


def commits(world, script, seconds):
    """Rows a second of one connection, each committed by itself: what an append to the log cannot be faster than."""
    out = subprocess.run(["pgbench", "-n", "-c", "1", "-T", str(seconds), "-M", "prepared", "-f", script, world.conninfo("chedang")],
                         capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    return {"rate": float(re.search(r"tps = ([\d.]+)", out)[1])}


def drawn(exporter, server, number):
    """Papers of one after the other: a second, and the processor time of each."""
    path = f"/v1/certificates/{number}.pdf"
    for _ in range(2):  # the fonts are looked up once in a thread's life
        assert exporter.ask("GET", path).status == 200
    used = cpu_seconds(server.process.pid)
    for _ in range(PAPERS):
        assert exporter.ask("GET", path).status == 200
    each = (cpu_seconds(server.process.pid) - used) / PAPERS
    return {"rate": 1 / max(each, 1e-6), "cpu_us": each * 1e6}


def checked(files, seconds):
    out = subprocess.run([BUILD / "check", str(seconds / 4), *map(str, files)], capture_output=True, text=True, check=True, timeout=600).stdout
    names = {"envelope": "check_file", "paper": "check_code", "sign": "bare_sign", "verify": "bare_verify"}
    found = {}
    for name, count, used in (line.split() for line in out.splitlines()):
        found[names[name]] = {"rate": int(count) / float(used), "cpu_us": float(used) / int(count) * 1e6}
    return found


def middle(rounds):
    figures = {}
    for name in rounds[0]:
        of = [r[name] for r in rounds]
        figures[name] = {key: statistics.median(m[key] for m in of) for key in of[0]}
        figures[name]["spread"] = {key: (min(m[key] for m in of), max(m[key] for m in of)) for key in ("rate", "cpu_us") if key in of[0]}
        if "wrong" in of[0]:
            figures[name]["wrong"] = sum(m["wrong"] for m in of)
    return figures


def measure_certificates(folder, rounds, seconds):
    with World(**QUIET) as world:
        make_keys(world)
        server = world.server().start()
        server.world = world
        _, workshop = world.workshop(server)
        register(world, [row(CAR)])
        for i in range(RECORDS):
            message = repair(workshop, CAR["vin"], f"C-{i}", settled=f"201{i}0614", odometer=str(10000 * (i + 1)), vehicleplatenumber=CAR["plate"])
            assert server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"
        ground = Holder(world, server, "13900079011", CAR).share()
        exporter = Exporter(world, server)
        number = exporter.issued(CAR["vin"], ground)
        files = [folder / "trust", folder / "envelope", folder / "paper"]
        files[0].write_bytes(server.ask("GET", "/certificates/trust-list.json").body)
        files[1].write_text(json.dumps(exporter.envelope(number)))
        files[2].write_text(paper_code(world, number))
        world.sql("CREATE TABLE bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key bigint NOT NULL)")
        one_row, found = folder / "one-key.sql", []
        one_row.write_text(ONE_ROW)
        body = json.dumps(exporter.request(CAR["vin"], ground), ensure_ascii=False, separators=(",", ":"))
        for turn in range(rounds + 1):  # the first one warms
            script = folder / f"issue-{turn}.lua"
            script.write_text(ISSUE % (exporter.token, body, f"r{turn}"))
            found.append({"issue": issued(server, script, seconds), "commit": commits(world, one_row, seconds),
                          "paper": drawn(exporter, server, number), **checked(files, seconds)})
        figures = middle(found[1:])
        figures["issue"]["rss_mib"] = resident_mib(server.process.pid)
        return figures
