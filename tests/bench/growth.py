"""The same look-ups with few and with many vehicles on file, side by side; what has been loaded stays for the next run."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

from lookups import NO_MEMORY, NO_REDIS, QUIET, measure, pin, resident_mib, single_script
from peers import ROOT, cpu_seconds
from world import CHEDANG, World

FEW = 10000
LONG = 3600  # seconds, for what reads all there is
ASKED = 20000  # vehicles, spread evenly over all
MOST_RECORDS = 20000000  # what a disk of some ten GB holds: the more vehicles, the shorter their histories
SAMPLE = r"""/^\{"repair/ && n++ %% %d == 0 { match($0, /"vin":"[^"]*"/); print substr($0, RSTART + 7, RLENGTH - 8) }"""
SIZES = """SELECT c.relname, pg_relation_size(c.oid) + coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0), pg_indexes_size(c.oid)
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'chedang' AND c.relkind = 'r' AND c.relname IN ('repair', 'settlement', 'vehicle', 'registry')"""

# As one would on a machine for it: a quarter of the memory, and checkpoints by their time rather than by what is written.
STORES = {"POSTGRES_SHARED_BUFFERS": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') // 4 >> 20}MB",
          "POSTGRES_WAL_SIZE": "16GB"}


def records_each(vehicles):
    return max(1, min(192, MOST_RECORDS // vehicles))


class Scale:
    """So many vehicles, with a server for each tier."""

    def __init__(self, vehicles, records, server_cpu):
        self.vehicles = vehicles
        folder = ROOT / f"build-bench/{vehicles}-vehicles-{records}-records"
        done = folder / "loaded.json"
        if folder.exists() and not done.exists():
            print(f"{folder.name}: an earlier loading goes on", file=sys.stderr)
        os.environ.update(STORES)
        self.world = World(keep_in=folder, **QUIET)
        try:
            if not done.exists():
                done.write_text(json.dumps(self.load(records)))
            self.figures = json.loads(done.read_text())
            self.open_servers(server_cpu)
        except BaseException:
            self.world.close(check=False)
            raise

    def repairs(self):
        return int(self.world.sql("SELECT count(*) FROM repair", timeout=LONG)[0][0])

    def load(self, records):
        sample = self.world.folder / "vins"
        step = max(1, self.vehicles * min(records, 13) // ASKED)
        there, begun = self.repairs(), time.monotonic()  # those of a loading that was interrupted
        subprocess.run(["bash", "-o", "pipefail", "-c",
                        f'"$1" demo --vehicles {self.vehicles} --records {records} | tee >(awk "$2" >"$3") | "$1" import -',
                        "load", str(CHEDANG), SAMPLE % step, str(sample)],
                       env=self.world.environment, check=True, stdout=sys.stderr)
        seconds = time.monotonic() - begun
        self.world.sql("ANALYZE", timeout=LONG)
        repairs = self.repairs()
        sizes = self.world.sql(SIZES)
        return {"vehicles": self.vehicles, "repairs": repairs, "import_seconds": seconds, "import_rate": (repairs - there) / seconds,
                "bytes_per_record": sum(int(row[1]) for row in sizes) / repairs,
                "index_bytes_per_record": sum(int(row[2]) for row in sizes) / repairs}

    def open_servers(self, server_cpu):
        vins = list(dict.fromkeys((self.world.folder / "vins").read_text().split()))[:ASKED]
        self.servers = {"postgres": self.world.server(**NO_REDIS).start(), "redis": self.world.server(**NO_MEMORY).start()}
        token = self.servers["postgres"].token(self.world.client("Bench"))
        self.script = single_script(self.world.folder, token, vins)
        begun = time.monotonic()
        self.servers["memory"] = self.world.server(CHEDANG_MEMORY_MIB=256).start()
        self.figures["ready_seconds"] = time.monotonic() - begun
        for server in self.servers.values():
            pin(server, server_cpu)

    def blocks_read(self):
        return int(self.world.sql("SELECT blks_read FROM pg_stat_database WHERE datname = 'chedang'")[0][0])

    def warm_up_stores(self, cpu):
        """Seconds under load until PostgreSQL reads next to nothing from outside its own memory."""
        seconds, read = 0, 1.0
        while read > 0.1 and seconds < 120:
            before = self.blocks_read()
            found = self.measure("postgres", 2, cpu)
            time.sleep(1)  # backends tell their figures once a second
            read, seconds = (self.blocks_read() - before) / (found["rate"] * 2), seconds + 2
        self.figures["warm_up_stores_seconds"] = seconds

    def warm_up(self, cpu):
        """Seconds under load from an empty Redis and memory until 95 of 100 are not asked of PostgreSQL."""
        server, seconds, part = self.servers["memory"], 0, 0.0
        while part < 0.95 and seconds < 120:
            before = [server.metric(name) for name in ("lookups", "lookups_postgres")]
            measure(server.url, server.process.pid, self.script, 1, 1, cpu)
            asked, missed = (server.metric(name) - b for name, b in zip(("lookups", "lookups_postgres"), before))
            part, seconds = 1 - missed / asked, seconds + 1
        self.figures["warm_up_seconds"] = seconds

    def stores_seconds(self):
        """Processor time of this PostgreSQL, which its postmaster's children are."""
        parent = self.world.postgres_pid()
        children = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return sum(cpu_seconds(pid) for pid in children)

    def measure(self, tier, seconds, cpu):
        before, server = self.stores_seconds(), self.servers[tier]
        found = measure(server.url, server.process.pid, self.script, seconds, 1, cpu)
        found["postgres_us"] = (self.stores_seconds() - before) / (found["rate"] * seconds) * 1e6
        found["whole_us"] = found["cpu_us"] + found["postgres_us"]
        return found

    def close(self):
        for tier, server in self.servers.items():
            self.figures[f"{tier}_rss_mib"] = resident_mib(server.process.pid)
        self.world.close()


def grow(vehicles, rounds, seconds, server_cpu, cpu):
    """{few: {...}, many: {...}}, each with sizes and the medians of each tier."""
    scales, found = {}, {"few": {}, "many": {}}
    records = records_each(vehicles)
    try:
        for name, count in (("few", FEW), ("many", vehicles)):
            scales[name] = Scale(count, records, server_cpu)
            scales[name].warm_up_stores(cpu)
            scales[name].warm_up(cpu)
        for number in range(rounds):
            for tier in ("postgres", "redis", "memory"):
                for name, scale in scales.items():
                    found[name].setdefault(tier, []).append(scale.measure(tier, seconds, cpu))
            print(f"growth: round {number + 1} of {rounds}", file=sys.stderr)
    finally:
        for scale in scales.values():
            scale.close()
    return {name: {**scales[name].figures, **{tier: {key: statistics.median(m[key] for m in all_of) for key in all_of[0]}
                                              for tier, all_of in tiers.items()}} for name, tiers in found.items()}
