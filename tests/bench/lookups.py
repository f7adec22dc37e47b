"""Look-ups in each tier of the service, and of what it is held against, interleaved and with the same data and bytes."""
import json
import pathlib
import re
import resource
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from peers import ROOT, Peers, cpu_seconds
from world import repair, vin

VEHICLES, RECORDS, CONNECTIONS = 200, 5, 32
BATCH_LINES, BATCHES = 1000, 4  # lines of a batch, batches at once
QUIET = {"CHEDANG_LOG_LEVEL": 1, "CHEDANG_LOOKUP_BURST": 100000000, "CHEDANG_LOOKUP_DAY": 1000000000,
         "CHEDANG_ADDRESS_BURST": 100000000, "CHEDANG_WORKSHOP_BURST": 100000000, "CHEDANG_THREADS": 1,
         "CHEDANG_SPOOL_ENTRIES": 4000000}
# Numbers, most of which nothing is recorded of; MiB of summaries kept; what the process may have with what it needs besides.
SOAKED, SOAK_MIB = 20000, 4
SOAK_BOUND_MIB = SOAK_MIB + 64
NO_MEMORY = {"CHEDANG_MEMORY_MIB": 0}
NO_REDIS = {**NO_MEMORY, "CHEDANG_REDIS": ""}
SINGLE = """
local vins = {%s}
local fields = {["Authorization"] = "Bearer %s", ["Content-Type"] = "application/json"}
local whole, next = {}, 0
init = function() -- made beforehand: the generator shall not be what is measured
  for i, vin in ipairs(vins) do
    whole[i] = wrk.format("POST", "/v1/lookups", fields, '{"vin":"' .. vin .. '","purpose":"other","reference":"bench"}')
  end
end
request = function()
  next = next %% #whole + 1
  return whole[next]
end
"""
BATCH = """
local fields = {["Authorization"] = "Bearer %s", ["Content-Type"] = "application/x-ndjson"}
local file = io.open("%s")
local body, whole = file:read("*a"), nil
request = function()
  whole = whole or wrk.format("POST", "/v1/lookups/batch", fields, body)
  return whole
end
"""


def inquiry(v):
    return json.dumps({"vin": v, "purpose": "other", "reference": "bench"}, separators=(",", ":"))


def pinned(cpu, *command):
    return [*(["taskset", "-c", cpu] if cpu else []), *map(str, command)]


def pin(server, cpu):
    if cpu:
        subprocess.run(["taskset", "-a", "-c", "-p", cpu, str(server.process.pid)], check=True, capture_output=True)


def resident_mib(pid):
    """Without files that are mapped: the spool of the trail has as many pages as lines were written."""
    return int(re.search(r"RssAnon:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def single_script(folder, token, vins, name="lookups"):
    script = folder / f"{name}.lua"
    script.write_text(SINGLE % (",".join(f'"{v}"' for v in vins), token))
    return script


def generator_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(url, pid, script, seconds, each=1, cpu=""):
    """Look-ups (so many to a request) a second, microseconds of the server's and of the generator's processor for each, and wrong answers."""
    before, generated = cpu_seconds(pid), generator_seconds()
    out = subprocess.run(pinned(cpu, "wrk", "-t1", f"-c{BATCHES if each > 1 else CONNECTIONS}", f"-d{seconds}s", "-s", script, url),
                         capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    used, generated = cpu_seconds(pid) - before, generator_seconds() - generated
    requests = int(re.search(r"(\d+) requests in", out)[1]) * each
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"rate": requests / seconds, "cpu_us": used / requests * 1e6, "generator_us": generated / requests * 1e6,
            "wrong": int(wrong[1]) if wrong else 0}


def latency(url, token, body, rate, seconds, folder, cpu):
    """Microseconds at a fixed rate: half, 99 and 99.9 of a hundred answers are no later."""
    log, clients = folder / "latency.log", 16
    log.unlink(missing_ok=True)
    subprocess.run(pinned(cpu, "h2load", "--h1", "-t1", f"-c{clients}", f"-D{seconds}", f"--rps={max(1, int(rate / clients))}",
                          f"--log-file={log}", "-d", body, "-H", f"authorization: Bearer {token}", "-H",
                          "content-type: application/json", f"{url}/v1/lookups"),
                   capture_output=True, check=True, timeout=seconds + 30)
    times = sorted(int(line.split("\t")[2]) for line in log.read_text().splitlines())
    return {f"p{name}_us": times[min(len(times) - 1, int(len(times) * part))] for name, part in
            (("50", 0.5), ("99", 0.99), ("999", 0.999))}


def middle(measured):
    figures = {key: statistics.median(m[key] for m in measured) for key in measured[0]}
    figures["wrong"] = sum(m["wrong"] for m in measured)
    figures["spread"] = {key: (min(m[key] for m in measured), max(m[key] for m in measured)) for key in ("rate", "cpu_us")}
    return figures


def prepare(world, server):
    """The same few hundred cars for everybody; uploads wait a lease each, so they go side by side."""
    _, workshop = world.workshop(server)
    vins = [vin(i) for i in range(VEHICLES)]
    jobs = [repair(workshop, v, f"{v[-6:]}-{j}", settled=f"202{j}0301", odometer=str(10000 * (j + 1)))
            for v in vins for j in range(RECORDS)]
    with ThreadPoolExecutor(32) as many:
        for answer in many.map(lambda job: server.v1("lcipprocarfixrecordadd", job), jobs):
            assert answer.json["code"] == "1", answer.body
    return vins


def answers_of(server, token, vins):
    found = {v: server.lookup(token, v) for v in vins}
    fields = {name.lower(): value for name, value in found[vins[0]].headers
              if name.lower() not in ("date", "connection", "content-length", "server")}
    return {v: answer.body for v, answer in found.items()}, fields


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-keyout", folder / "tls.key", "-out", folder / "tls.pem"], check=True, capture_output=True)
    return {"CHEDANG_TLS_CERTIFICATE": folder / "tls.pem", "CHEDANG_TLS_KEY": folder / "tls.key"}


class Lookups:
    """The cases: name -> (url, pid, what it is asked with, look-ups in a request)."""

    def __init__(self, world, folder, wanted, server_cpu, other_cpu):
        self.world, self.folder, self.server_cpu, self.cpu, self.cases = world, folder, server_cpu, other_cpu, {}
        servers = {"memory": world.server().start(), "redis": world.server(**NO_MEMORY).start(),
                   "postgres": world.server(**NO_REDIS).start(), "memory_tls": world.server(**make_certificate(folder)).start()}
        vins = prepare(world, servers["postgres"])
        self.token = servers["memory"].token(world.client())
        answers, fields = answers_of(servers["memory"], self.token, vins)
        for server in servers.values():
            pin(server, server_cpu)
        self.peers = Peers(folder, answers, fields, ROOT / "build-release/bare", server_cpu)
        script = single_script(folder, self.token, vins)
        (folder / "body").write_text(inquiry(vins[0]))
        for name, server in servers.items():
            url = server.url.replace("http:", "https:") if name == "memory_tls" else server.url
            self.cases[name] = (url, server.process.pid, script, 1)
        lines, batch = folder / "lines", folder / "batch.lua"
        lines.write_text("\n".join(inquiry(vins[i % len(vins)]) for i in range(BATCH_LINES)))
        batch.write_text(BATCH % (self.token, lines))
        self.cases["batch"] = (servers["redis"].url, servers["redis"].process.pid, batch, BATCH_LINES)
        for name, start in (("bare", self.peers.h2o), ("nginx_lua", self.peers.nginx), ("fastify", self.peers.fastify)):
            if not wanted or name in wanted:
                self.cases[name] = (*start(), script, 1)
        self.cases = {name: case for name, case in self.cases.items() if not wanted or name in wanted}

    def rounds(self, count, seconds):
        """Figures of each case: medians of the rounds, then latency at half of the load that it and nginx with Lua bear."""
        for url, pid, script, each in self.cases.values():
            measure(url, pid, script, 1, each, self.cpu)  # warm
        measured = []
        for number in range(count):
            measured.append({name: measure(url, pid, script, seconds, each, self.cpu)
                             for name, (url, pid, script, each) in self.cases.items()})
            print(f"look-ups: round {number + 1} of {count}", file=sys.stderr)
        figures = {name: middle([m[name] for m in measured]) for name in self.cases}
        for name, late in self.latencies(figures, count, max(2, seconds)).items():
            figures[name].update(late)
        for name, (_, pid, _, _) in self.cases.items():
            figures[name]["rss_mib"] = resident_mib(pid)
        return figures

    def latencies(self, figures, count, seconds):
        """Of each case, medians of as many rounds."""
        found = {name: [] for name, case in self.cases.items() if case[3] == 1}
        for number in range(count):
            for name in found:
                rate = min(figures[n]["rate"] for n in self.cases if n in (name, "nginx_lua")) / 2
                found[name].append(latency(self.cases[name][0], self.token, self.folder / "body", rate, seconds, self.folder, self.cpu))
            print(f"latency at half load: round {number + 1} of {count}", file=sys.stderr)
        return {name: {key: statistics.median(f[key] for f in all_of) for key in all_of[0]} for name, all_of in found.items()}

    def soak(self, seconds):
        """Resident MiB, ten times over that long, of a server that is asked for more than its memory has room for."""
        server = self.world.server(CHEDANG_MEMORY_MIB=SOAK_MIB).start()
        pin(server, self.server_cpu)
        url, pid = server.url, server.process.pid
        script = single_script(self.folder, self.token, [vin(i) for i in range(SOAKED)], "soak")
        found = []
        measure(url, pid, script, 2, 1, self.cpu)  # warm
        for part in range(10):
            measure(url, pid, script, max(1, seconds // 10), 1, self.cpu)
            found.append(resident_mib(pid))
            print(f"soak: {(part + 1) * 10} %, {found[-1]:.1f} MiB", file=sys.stderr)
        return found

    def close(self):
        self.peers.close()
