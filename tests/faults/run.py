#!/usr/bin/env python3
"""The fault tests: the checker itself, the whole service in the storm, and each broken variant, which must be caught.

    run.py [--seconds 30] [WORD...]     only the tests with one of the words in their names
    run.py --build                      only builds what they need

--seconds is for the whole service; a broken variant has a minute, and is caught in some seconds.
"""
import pathlib
import subprocess
import sys
import time

import storm

HERE = pathlib.Path(__file__).resolve().parent
# Each rule is missed under other circumstances: an answer is joined late while Redis is away and queries are slow.
STORMS = {
    "the whole service": ["--variant", "none", "--faults", "all"],
    "without the wait": ["--variant", "nowait", "--first", "--faults", "all"],
    "without the horizon": ["--variant", "nohorizon", "--first", "--faults", "all", "--changes-known", "16"],
    "without the map": ["--variant", "nomap", "--first", "--faults", "all"],
    "with joined queries": ["--variant", "joined", "--first", "--faults", "redis_stop,redis_empty,kill_server",
                            "--slow", "0.05"],
}
KEPT, BROKEN = 0, 1  # how storm.py ends; anything else is a failure of the test itself


def main(words):
    if words == ["--build"]:
        storm.build_faulty(*storm.VARIANTS)
        return 0
    seconds = words.pop(words.index("--seconds") + 1) if "--seconds" in words else "30"
    words = [w for w in words if w != "--seconds"]
    passed = failed = skipped = 0
    tests = {"the checker": [sys.executable, HERE / "checker_test.py"],
             **{name: [sys.executable, HERE / "storm.py", "--seconds", "60" if "--first" in more else seconds, *more] for name, more in STORMS.items()}}
    for name, command in tests.items():
        if words and not any(w in name for w in words):
            skipped += 1
            continue
        begun = time.monotonic()
        print(f"{name} ...", flush=True)
        ended = subprocess.run(command).returncode
        good = ended == (BROKEN if "--first" in command else KEPT)
        print(f"{name}: {'ok' if good else 'FAILED'} ({time.monotonic() - begun:.0f} s with building and starting)\n",
              flush=True)
        passed, failed = passed + good, failed + (not good)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if failed == 0 and passed > 0 else 1


sys.exit(main(sys.argv[1:]))
