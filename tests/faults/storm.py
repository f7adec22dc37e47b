#!/usr/bin/env python3
"""Three servers, readers, writers and faults; then the history is judged.

    storm.py --variant none --seconds 30 --faults all

Builds the variant in build-faults. Ends with 1 when a promise was broken, with 2 when the test was.
"""
import argparse
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/faults"), str(ROOT / "tests/service")]
import checker  # noqa: E402

VARIANTS = ("none", "nowait", "nohorizon", "nomap", "joined")
PROMISES = ("stale", "invented", "lost", "doubled", "unseen")


def build(name, *options, programs=("server/chedang",)):
    """The folder build-NAME with a server in it, configured once."""
    folder = ROOT / f"build-{name}"
    if not (folder / "build.ninja").exists():
        subprocess.run(["meson", "setup", folder, *options], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", folder, "-j", os.environ.get("JOBS", "2"), *programs], check=True,
                   stdout=subprocess.DEVNULL)
    return folder


def program_of(variant):
    return "chedang" if variant == "none" else f"chedang-{variant}"


def build_faulty(*variants):
    return build("faults", "--buildtype=debugoptimized", "-Dfault_points=true",
                 programs=[f"server/{program_of(variant)}" for variant in variants or ("none",)])


def use_variant(variant):
    """What world.py starts from now on."""
    os.environ.update(CHEDANG_BUILD=str(build_faulty(variant)), CHEDANG_PROGRAM=program_of(variant))


class Storm:
    def __init__(self, world, options):
        self.world, self.options = world, options
        # One that forgets at once, one that forgets soon, one that never does.
        self.servers = [world.server(CHEDANG_CHANGES_KNOWN=known).start()
                        for known in (16, options.changes_known, 100000 if options.changes_known > 16 else 16)]
        self.check_variant()
        self.vins = [vin(700000 + i) for i in range(1 + options.cold)]
        _, self.workshop = world.workshop(self.servers[0])
        self.token = self.servers[0].token(world.client())
        self.folder = world.folder / "history"
        self.folder.mkdir()
        self.first = [self.first_record(i, v) for i, v in enumerate(self.vins)]
        make_slow(world, options.slow)
        self.mischief = Mischief(world, self.servers, options)
        self.counts = multiprocessing.RawArray("Q", options.writers + options.readers)  # of what was answered, by client

    def check_variant(self):
        """A server of another run that still holds the port would make a wrong variant look right."""
        said = subprocess.run([CHEDANG, "version"], capture_output=True, text=True, check=True).stdout
        expected = "whole" if self.options.variant == "none" else f"broken: {self.options.variant}"
        assert expected in said, f"{expected} was wanted, and this is {said}"

    def first_record(self, vehicle, v):
        begun = time.monotonic()
        answer = self.servers[0].v1("lcipprocarfixrecordadd", repair(self.workshop, v, f"F-{vehicle}",
                                                                    odometer=str(vehicle + 1)))
        assert answer.json["code"] == "1", answer.body
        return checker.Operation(0, checker.WRITE, vehicle, begun, time.monotonic(), checker.OK, 0, vehicle + 1)

    def clients(self, stop):
        """Processes are forked before there is a thread; each writer has cold vehicles of its own. A third of the
        readers stays with its server."""
        ports = [s.port for s in self.servers]
        for n in range(self.options.writers):
            own = [i for i in range(1, len(self.vins)) if i % self.options.writers == n]
            yield multiprocessing.Process(target=clients.write_until, args=(
                stop, n + 1, self.folder / f"writer-{n}", ports, self.workshop, self.vins,
                {"hot": self.options.hot_writes, "own": own, "count": (self.counts, n)}))
        for n in range(self.options.readers):
            yield multiprocessing.Process(target=clients.read_until, args=(
                stop, 101 + n, self.folder / f"reader-{n}", ports, self.token, self.vins,
                {"hot": 0.4, "reconnect": 0 if n % 3 == 0 else 0.05, "count": (self.counts, self.options.writers + n)}))

    def enough(self):
        """Whether both counts that were asked for are reached; never, when none was."""
        o = self.options
        return (o.reads or o.writes) and (
            sum(self.counts[o.writers:]) >= o.reads and sum(self.counts[:o.writers]) >= o.writes)

    def operations(self):
        return self.first + [o for path in sorted(self.folder.iterdir()) for o in clients.read_history(path)]

    def run(self):
        begun = time.monotonic()
        stop = multiprocessing.RawValue("d", begun + self.options.seconds)
        processes = list(self.clients(stop))
        for process in processes:
            process.start()
        names = list(ALL) if self.options.faults == "all" else self.options.faults.split(",")
        caught, looked = None, begun
        while time.monotonic() < stop.value and caught is None and not self.enough():
            time.sleep(random.random() * self.options.pause)
            self.mischief.tend()
            if names != ["none"]:
                self.mischief.one_of(names, [ALL[name] for name in names])
            if self.options.first and time.monotonic() - looked > 2:
                looked = time.monotonic()
                caught = next(checker.stale_reads(self.operations()), None)
        self.took = time.monotonic() - begun
        stop.value = min(stop.value, time.monotonic())
        self.settle(processes)

    def settle(self, processes):
        """Everything is whole again, and writers get their last acknowledgements."""
        self.mischief.tend()
        self.world.start_stores()
        for process in processes:
            while process.is_alive():
                self.mischief.tend()
                process.join(0.2)
        for process in processes:
            assert process.exitcode == 0, f"a client ended with {process.exitcode}"

    def judge(self):
        operations = self.operations()
        stored = {int(serial): int(count) for serial, count in
                  self.world.sql("SELECT odometer_km, count(*) FROM repair GROUP BY 1")}
        stale = list(checker.stale_reads(operations))
        self.found = {
            "reads": sum(o.kind == checker.READ and o.outcome == checker.OK for o in operations),
            "acknowledged": sum(o.kind == checker.WRITE and o.outcome == checker.OK for o in operations),
            "stale": len(stale),
            "invented": len(list(checker.inventions(operations))),
            "lost": len(checker.lost(operations, stored)),
            "doubled": len(checker.doubled(operations, stored)),
            "unseen": self.unseen(sum(o.kind == checker.READ and o.outcome == checker.OK for o in operations)),
            "errors": sum(o.outcome != checker.OK for o in operations),
        }
        print(f"{self.options.variant}: " + " ".join(f"{k}={v}" for k, v in self.found.items()),
              f"seconds={self.took:.1f}")
        figure("C1", f"{self.found['reads']} reads, {self.found['acknowledged']} writes, "
               f"{sum(self.mischief.counted.values())} faults", "0 stale, invented, lost, doubled, unseen",
               "/".join(str(self.found[k]) for k in PROMISES))
        print("  faults:", " ".join(f"{k}={v}" for k, v in sorted(self.mischief.counted.items())) or "none")
        print("  look-ups:", " ".join(f"{name}={sum(metric(s, name) for s in self.servers)}" for name in
                                     ("lookups_redis", "lookups_postgres", "cache_untrusted", "cache_stale",
                                      "cache_forged")), "(since the last start of each server)")
        for violation in sorted(stale, key=lambda s: -s.age)[:3]:
            print("  stale:", violation)
        broken = any(self.found[k] for k in PROMISES)
        # A history in which nothing happened proves nothing.
        assert broken or self.options.first or (
            self.found["reads"] >= self.options.reads and self.found["acknowledged"] >= self.options.writes), "too few"
        assert broken or (self.found["reads"] > 50 * self.took and self.found["acknowledged"] > self.took), "too few"
        return not broken

    def unseen(self, answered):
        """Look-ups that were answered and are not in the trail, once its spools are drained."""
        until = time.monotonic() + 20
        while True:
            lines = int(self.world.sql("SELECT count(*) FROM trail")[0][0])
            if lines >= answered or time.monotonic() > until:
                return max(answered - lines, 0)
            time.sleep(0.2)


def metric(server, name):
    server.wait_ready()
    return server.metric(name)


def read_options(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variant", choices=VARIANTS, default="none")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--faults", default="all", help="all, none, or names of mischief.py with commas between them")
    parser.add_argument("--writers", type=int, default=3, choices=range(1, 21), metavar="1..20")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--cold", type=int, default=60, help="vehicles besides the hot one")
    parser.add_argument("--hot-writes", type=float, default=0.2, help="share for the hot one, whose history grows")
    parser.add_argument("--reads", type=int, default=0, help="ends when so many were answered, and so many")
    parser.add_argument("--writes", type=int, default=0, help="acknowledged; --seconds is the most")
    parser.add_argument("--pause", type=float, default=1.5, help="most seconds between two faults")
    parser.add_argument("--slow", type=float, default=0.002, help="share of queries that take up to 1.5 s")
    parser.add_argument("--stall", type=int, default=3, help="percent of cached values that are stored up to 3 s late")
    parser.add_argument("--changes-known", type=int, default=64)
    parser.add_argument("--first", action="store_true", help="stop at the first stale read")
    return parser.parse_args(words)


def main(words):
    """True when every promise was kept."""
    global CHEDANG, Mischief, ALL, make_slow, clients, figure, repair, vin
    options = read_options(words)
    use_variant(options.variant)
    import clients
    from mischief import ALL, Mischief, make_slow
    from world import CHEDANG, World, figure, repair, vin
    with World(CHEDANG_LOOKUP_BURST=10**8, CHEDANG_LOOKUP_DAY=10**9, CHEDANG_WORKSHOP_BURST=10**8,
               CHEDANG_ADDRESS_BURST=10**8, CHEDANG_LOG_LEVEL=1,
               CHEDANG_STALL_AT=f"before_cache_put:{options.stall}") as world:
        storm = Storm(world, options)
        storm.run()
        return storm.judge()


if __name__ == "__main__":
    try:
        sys.exit(0 if main(sys.argv[1:]) else 1)
    except Exception:  # not to be taken for a broken promise
        traceback.print_exc()
        sys.exit(2)
