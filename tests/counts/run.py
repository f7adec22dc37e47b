#!/usr/bin/env python3
"""What a look-up costs in each tier, counted: these figures are the same on a busy machine as on a quiet one.

    run.py [--write] [TIER...]     memory redis postgres batch; --write makes what is counted the new ceilings

One request after the other on one connection, with token, limits and access trail. System calls are those of the loop's
thread as strace sees them; instructions, allocations, parses and copies are its calls as callgrind sees them. A count a
tenth above its ceiling fails; of one far below it is said that it should become the ceiling. The table in server/README.md
says the ceilings, rounded. They hold for Debian 12's compiler and libraries, which choose other instructions on other
processors.
"""
import collections
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("CHEDANG_BUILD", str(ROOT / "build-release"))
sys.path.insert(0, str(ROOT / "tests/service"))
from world import World, repair, vin  # noqa: E402

CEILINGS, README = pathlib.Path(__file__).with_name("ceilings.json"), ROOT / "server/README.md"
VEHICLES, LINES = 20, 50
MANY = 1200
# Nothing that happens by the clock may happen often, and nothing that valgrind makes slow may be late.
CALM = {"CHEDANG_THREADS": 1, "CHEDANG_LOG_LEVEL": 1, "CHEDANG_POLL_MS": 1000, "CHEDANG_LEASE_MS": 5000,
        "CHEDANG_REDIS_TIMEOUT_MS": 5000, "CHEDANG_DB_TIMEOUT_MS": 60000, "CHEDANG_LOOKUP_BURST": 10**7}
NO_MEMORY = {"CHEDANG_MEMORY_MIB": 0}
# tier: (settings, look-ups in a request, the metric that counts it)
TIERS = {
    "memory": ({}, 1, "lookups_memory"),
    "redis": (NO_MEMORY, 1, "lookups_redis"),
    "postgres": ({**NO_MEMORY, "CHEDANG_REDIS": ""}, 1, "lookups_postgres"),
    "batch": (NO_MEMORY, LINES, "lookups_redis"),
}
KINDS = {"allocations": r"(malloc|calloc|realloc|posix_memalign|aligned_alloc)(@.*)?$", "json_parses": r"json_load.*",
         "copies": r"_*mem(cpy|move|pcpy)(_.*)?(@.*)?$"}
ABOVE, BELOW = 1.1, 0.85


def request(token, lines):
    """One after the other goes round the vehicles."""
    items = [json.dumps({"vin": vin(i), "purpose": "other", "reference": "counted"}, separators=(",", ":")) for i in range(VEHICLES)]
    path, kind, bodies = "/v1/lookups", "json", items
    if lines > 1:
        path, kind, bodies = "/v1/lookups/batch", "x-ndjson", ["\n".join(items[i % VEHICLES] for i in range(lines))]
    return [(f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/{kind}\r\n"
             f"Content-Length: {len(body)}\r\n\r\n{body}").encode() for body in bodies]


def ask(server, requests, times):
    """On one connection; the bodies of answers come by their lengths."""
    with socket.create_connection(("127.0.0.1", server.port)) as s, s.makefile("rb") as answers:
        s.settimeout(60)
        for i in range(times):
            s.sendall(requests[i % len(requests)])
            head = b"".join(iter(answers.readline, b"\r\n"))
            assert head.startswith(b"HTTP/1.1 200"), head
            if length := re.search(rb"(?i)content-length: (\d+)", head):
                answers.read(int(length[1]))
            else:
                while size := int(answers.readline(), 16):
                    answers.read(size + 2)
                answers.readline()


def warm(server, requests):
    """Thrice: before its first poll a server believes no cached value, and keeps what it reads for later."""
    for _ in range(3):
        ask(server, requests, VEHICLES)
        time.sleep(0.6)


def served(server, tier, requests, times):
    """So many requests, all answered by the tier that is meant."""
    _, lines, metric = TIERS[tier]
    before = server.metric(metric)
    ask(server, requests, times)
    answered = server.metric(metric) - before
    assert answered == times * lines, f"{tier}: something else answered all but {answered} of {times * lines}"


def system_calls(world, tier, requests):
    """Of the thread that answers, by name, for each look-up."""
    settings, lines, _ = TIERS[tier]
    server, traces = world.server(**CALM, **settings), world.folder / f"strace-{tier}"
    server.under = ["strace", "-D", "-ff", "-o", traces]
    server.start()
    warm(server, requests)
    begins = {path: path.stat().st_size for path in traces.parent.glob(traces.name + ".*")}
    served(server, tier, requests, MANY)
    time.sleep(0.3)
    texts = [path.read_bytes()[begin:].decode(errors="replace") for path, begin in begins.items()]
    server.stop()
    loop = max(texts, key=lambda text: text.count("\nwritev("))
    names = collections.Counter(re.findall(r"^(\w+)\(", loop, re.M))
    return {name: count / MANY / lines for name, count in names.items() if count / MANY > 0.05}


def profile(path):
    """Instructions in all, and how often each function was called."""
    names, calls, instructions, callee, after_call = {}, collections.Counter(), 0, None, False
    for line in path.read_text().splitlines():
        if line.startswith(("fn=", "cfn=")):
            number, _, name = line.partition("=")[2].partition(" ")
            names.setdefault(number, name)
            callee = names[number] if line[0] == "c" else callee
        elif line.startswith("calls="):
            calls[callee] += int(line[6:].split()[0])
            after_call = True
        elif after_call:
            after_call = False  # what the callee cost, which is counted where it is
        elif re.match(r"[+\-*\d]\S* \d+$", line):
            instructions += int(line.rpartition(" ")[2])
    return instructions, calls


def dump(server):
    """Writes down what has been counted and begins anew."""
    subprocess.run(["callgrind_control", "-d", str(server.process.pid)], check=True, capture_output=True, timeout=60)


def callgrind(world, tier, requests):
    settings, lines, _ = TIERS[tier]
    server, out = world.server(**CALM, **settings), world.folder / f"callgrind-{tier}"
    server.under = ["valgrind", "--tool=callgrind", "--separate-threads=yes", f"--callgrind-out-file={out}", "-q"]
    server.start(wait=False)
    server.wait_ready(60)
    warm(server, requests)
    dump(server)
    times = max(MANY // lines, 24)
    served(server, tier, requests, times)
    dump(server)
    server.stop(60)
    instructions, calls = max((profile(path) for path in out.parent.glob(f"{out.name}.2-*")), key=lambda found: found[0])
    found = {"instructions": instructions / times / lines}
    for kind, pattern in KINDS.items():
        found[kind] = sum(count for name, count in calls.items() if re.match(pattern, name)) / times / lines
    return found


def counted(world, token, tier):
    requests = request(token, TIERS[tier][1])
    calls = system_calls(world, tier, requests)
    return {**callgrind(world, tier, requests), "system_calls": sum(calls.values())}, calls


def told():
    """(tier, kind, number, to how much it is rounded) of what server/README.md says in its table."""
    kinds = ("system_calls", "instructions", "allocations", "copies", "json_parses")
    rows = README.read_text().partition("| tier | system calls |")[2].splitlines()[2:2 + len(TIERS)]
    for tier, row in zip(TIERS, rows, strict=True):
        for kind, cell in zip(kinds, row.split("|")[2:-1], strict=True):
            text = re.match(r" ([\d,.]+)", cell)[1].replace(",", "")
            yield tier, kind, float(text), 0.1 if "." in text else 10 ** (len(text[1:]) - len(text[1:].rstrip("0")))


def untrue(ceilings):
    """Figures of the table that are not their ceilings, rounded."""
    return [f"{tier}, {kind}: {number:g}, and the ceiling is {ceilings[tier][kind]}" for tier, kind, number, rounded in told()
            if abs(number - ceilings[tier][kind]) > rounded / 2]


def main(words):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the world is taken down all the same
    write, tiers = "--write" in words, [w for w in words if w != "--write"] or list(TIERS)
    ceilings = json.loads(CEILINGS.read_text()) if CEILINGS.exists() else {}
    passed = failed = 0
    with World() as world:
        first = world.server().start()
        _, workshop = world.workshop(first)
        for i in range(VEHICLES):
            assert first.v1("lcipprocarfixrecordadd", repair(workshop, vin(i), f"c-{i}")).json["code"] == "1"
        token = first.token(world.client())
        first.stop()
        for tier in tiers:
            figures, calls = counted(world, token, tier)
            print(f"{tier}: {', '.join(f'{name} {count:.2f}' for name, count in sorted(calls.items()))}", flush=True)
            if write:
                ceilings[tier] = {kind: round(value, 2) for kind, value in figures.items()}
            for kind, value in figures.items():
                ceiling = ceilings[tier][kind]
                good = value <= ceiling * ABOVE + 0.1
                hint = "  (lower the ceiling: --write)" if value < ceiling * BELOW - 0.1 else ""
                print(f"  {kind:14} {value:9.2f} of {ceiling:9.2f}  {'ok' if good else 'FAILED'}{hint}", flush=True)
                passed, failed = passed + good, failed + (not good)
    if write:
        CEILINGS.write_text(json.dumps(ceilings, indent=2) + "\n")
    wrong = untrue(ceilings)
    print("\n".join(f"server/README.md: {line}" for line in wrong) or "the table of server/README.md is that of the ceilings")
    passed, failed = passed + (not wrong), failed + bool(wrong)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 0 if failed == 0 and passed > 0 else 1


sys.exit(main(sys.argv[1:]))
