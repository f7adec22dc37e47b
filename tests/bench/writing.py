"""Uploads beside pgbench's commits, and an import beside a COPY of the same rows, on one PostgreSQL."""
import json
import re
import statistics
import subprocess
import time

from lookups import generator_seconds, resident_mib
from peers import cpu_seconds
from world import CHEDANG, World, repair, vin

UPLOADERS = 768  # each waits a lease for its answer, 150 ms; more than a loop's queue for PostgreSQL would be refused
VEHICLES = 5000
ALONE, LEASE_MS = 20, 150
CLIENTS = 32  # of pgbench
TABLES = ("vehicle", "registry", "settlement", "repair")
QUIET = {"CHEDANG_LOG_LEVEL": 1, "CHEDANG_WORKSHOP_BURST": 100000000, "CHEDANG_ADDRESS_BURST": 100000000,
         "CHEDANG_CONNECTIONS_ADDRESS": 60000}
# Each connection takes the next number; the vehicles are many, so that few wait for each other.
UPLOAD = """
local head = {["Content-Type"] = "application/json"}
local number, vehicles = 0, {%s}
local text = '%s'
request = function()
  number = number + 1
  local values = {VIN = vehicles[number %% #vehicles + 1], NUMBER = "%s-" .. number, KM = tostring(1000 + number %% 900000)}
  return wrk.format("POST", "/restservices/lcipprodatarest/lcipprocarfixrecordadd/query", head, (text:gsub("@(%%u+)@", values)))
end
local stored, refused, refusal = 0, 0, ""
response = function(status, headers, body)
  if body:find('"code":"1"', 1, true) then stored = stored + 1 else refused, refusal = refused + 1, status .. " " .. body end
  if (stored + refused) %% 100 == 0 then
    local file = io.open("%s", "w")
    file:write(stored, " ", refused, " ", refusal)
    file:close()
  end
end
"""
ONE_ROW = """\\set key random(1, 2000000000)
INSERT INTO bench_row (key, detail) VALUES (:key, decode(repeat('5a', %d), 'hex'));
"""


def pgbench(world, script, seconds):
    """Rows a second, each committed by itself and on the disk when it is counted."""
    out = subprocess.run(["pgbench", "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-M", "prepared", "-f", script,
                          world.conninfo("chedang")], capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    return float(re.search(r"tps = ([\d.]+)", out)[1])


def uploads(server, script, note, seconds):
    """Acknowledged uploads a second, the answers that were none, and the last of these."""
    note.unlink(missing_ok=True)
    subprocess.run(["wrk", "-t1", f"-c{UPLOADERS}", f"-d{seconds}s", "--timeout", "10s", "-s", script, server.url],
                   capture_output=True, check=True, timeout=seconds + 60)
    stored, refused, *refusal = note.read_text().split(maxsplit=2)
    return int(stored) / seconds, int(refused), "".join(refusal)


def upload_script(folder, note, token, vins, name):
    body = json.dumps(repair(token, "@VIN@", "@NUMBER@", odometer="@KM@"), ensure_ascii=False, separators=(",", ":"))
    script = folder / f"uploads-{name}.lua"
    script.write_text(UPLOAD % (",".join(f'"{v}"' for v in vins), body, name, note))
    return script


def alone(server, token):
    """Milliseconds beyond its lease that an upload takes that comes by itself."""
    def upload(number):
        begun = time.monotonic()
        assert server.v1("lcipprocarfixrecordadd", repair(token, vin(1), f"alone-{number}")).json["code"] == "1"
        return (time.monotonic() - begun) * 1000

    return statistics.median(upload(number) for number in range(ALONE)) - LEASE_MS


def measure_uploads(folder, rounds, seconds):
    """What alone() says, and [{uploads, pgbench, refused, refusal}], one after the other in each round."""
    with World(**QUIET) as world:
        server = world.server().start()
        _, token = world.workshop(server)
        server.v1("lcipprocarfixrecordadd", repair(token, vin(0), "example"))
        added = alone(server, token)
        length = int(world.sql("SELECT length(detail) FROM repair")[0][0])
        world.sql("CREATE TABLE bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key bigint NOT NULL, detail bytea NOT NULL)")
        one_row, note, found = folder / "one-row.sql", folder / "stored", []
        one_row.write_text(ONE_ROW % length)
        for number in range(rounds + 1):  # the first one warms
            script = upload_script(folder, note, token, [vin(i) for i in range(VEHICLES)], f"r{number}")
            groups, stored = server.metric("db_groups"), server.metric("uploads_stored")
            rows = pgbench(world, one_row, seconds)
            used, generated = cpu_seconds(server.process.pid), generator_seconds()
            rate, refused, refusal = uploads(server, script, note, seconds)
            each = 1e6 / max(1, rate * seconds)
            found.append({"uploads": rate, "pgbench": rows, "refused": refused, "refusal": refusal, "groups": server.metric("db_groups") - groups,
                          "cpu_us": (cpu_seconds(server.process.pid) - used) * each, "generator_us": (generator_seconds() - generated) * each,
                          "stored": server.metric("uploads_stored") - stored, "rss_mib": resident_mib(server.process.pid)})
        return added, found[1:]


def copy(world, words):
    begun = time.monotonic()
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", world.conninfo("chedang")], input="\n".join(words), text=True,
                   check=True, capture_output=True, timeout=3600)
    return time.monotonic() - begun


def measure_import(folder, rounds, vehicles):
    """[{import, copy}]: repairs a second through `chedang import`, and of the same rows in the same tables through COPY alone."""
    lines, found = folder / "histories.jsonl", []
    with World(**QUIET) as world:
        def empty():
            world.sql("TRUNCATE " + ", ".join((*TABLES, "change", "ownership")) + " RESTART IDENTITY CASCADE")
            world.sql("CHECKPOINT", role="chedang_admin")

        def load(path):
            begun = time.monotonic()
            subprocess.run([CHEDANG, "import", path], env=world.environment, check=True, capture_output=True, timeout=3600)
            return time.monotonic() - begun

        with open(lines, "wb") as file:
            subprocess.run([CHEDANG, "demo", "--vehicles", "1"], stdout=file, check=True)
        load(lines)  # the workshops
        with open(lines, "wb") as file:
            subprocess.run([CHEDANG, "demo", "--vehicles", str(vehicles)], stdout=file, check=True)
        for _ in range(rounds):
            empty()
            seconds = load(lines)
            rows = int(world.sql("SELECT count(*) FROM repair")[0][0])
            copy(world, [f"\\copy chedang.{table} TO '{folder / table}' (FORMAT binary)" for table in TABLES])
            empty()
            raw = copy(world, ["BEGIN;", *(f"\\copy chedang.{table} FROM '{folder / table}' (FORMAT binary)" for table in TABLES), "COMMIT;"])
            found.append({"import": rows / seconds, "copy": rows / raw, "repairs": rows})
    return found
