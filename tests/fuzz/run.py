#!/usr/bin/python3
"""Tries new inputs on every fuzz target of build-fuzz: run.py [--seconds N] [--jobs N] [TARGET...]

A finding is kept under tests/out/fuzz; put it into tests/fuzz/corpus/TARGET once it is mended.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
PROGRAMS = TOP / "build-fuzz" / "tests" / "fuzz"
FINDINGS = TOP / "tests" / "out" / "fuzz"
LIMITS = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=1"]


def try_target(name, seconds):
    """What it printed, how often it ran, and where a finding lies (None: there is none)."""
    prefix = FINDINGS / f"{name}-"
    dictionary = HERE / "dictionary" / f"{name}.dict"
    with tempfile.TemporaryDirectory() as new:
        command = [PROGRAMS / f"fuzz_{name}", f"-max_total_time={seconds}", f"-artifact_prefix={prefix}", *LIMITS]
        if dictionary.exists():
            command.append(f"-dict={dictionary}")
        done = subprocess.run([*command, new, HERE / "corpus" / name], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stdin=subprocess.DEVNULL, env=dict(os.environ, TZ="UTC"), timeout=seconds + 120)
    said = done.stderr.decode(errors="replace")
    executions = re.search(r"stat::number_of_executed_units: +(\d+)", said)
    found = re.search(r"Test unit written to (\S+)", said)
    finding = found.group(1) if found else (None if done.returncode == 0 else "no file was written")
    return said, int(executions.group(1)) if executions else 0, finding


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    every = sorted(path.name.removeprefix("fuzz_") for path in PROGRAMS.glob("fuzz_*") if path.is_file())
    targets = options.targets or every
    if not every or set(targets) - set(every):
        sys.exit(f"There is no such target in {PROGRAMS}; ./dev test fuzz builds them.")
    FINDINGS.mkdir(parents=True, exist_ok=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, (said, executions, finding) in zip(
                targets, pool.map(lambda name: try_target(name, options.seconds), targets)):
            broken = finding is not None or executions == 0
            failed += broken
            print(f"{name:10} {executions:>10} executions{'  FOUND: ' + str(finding) if broken else ''}", flush=True)
            if broken:
                print("\n".join(said.splitlines()[-40:]))
    print(f"{len(targets) - failed} passed, {failed} failed, 0 skipped")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
