#!/usr/bin/env python3
"""Runs the service tests: all, or those whose module or name contains one of the words given.

Modules run side by side, each in a process of its own with worlds of its own: most of their time is waiting. Those that
measure time or memory come last, one after the other.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))

ALONE = ("guessing_test", "hostile_test")
# Begin first.
LONG = ("certificate_bounds_test", "access_test", "commands_test", "feed_test", "keep_copy_test", "webhook_test", "batch_test", "console_test",
        "dispute_test", "scraping_test", "lookup_test", "import_test", "export_console_test", "durability_test", "review_test", "upload_test",
        "schema_test")
TOTALS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def find(words):
    """Tests by module."""
    found = collections.defaultdict(list)
    for test in flatten(unittest.defaultTestLoader.discover(str(here), pattern="*_test.py")):
        if not words or any(word in test.id() for word in words):
            found[test.id().partition(".")[0]].append(test)
    return found


def run_here(tests):
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(unittest.TestSuite(tests))
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    return max(result.testsRun - failed - skipped, 0), failed, skipped


def run_module(module, words):
    """What a process of its own says of it; one that ends without a word has failed."""
    begun = time.monotonic()
    ended = subprocess.run([sys.executable, __file__, "--module", module, *words], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, errors="replace")
    totals = TOTALS.findall(ended.stdout)
    print(f"{ended.stdout.rstrip()}\n{module}: {time.monotonic() - begun:.0f} s\n", flush=True)
    return tuple(map(int, totals[-1])) if totals else (0, 1, 0)


def run_all(modules, words):
    first = {module: place for place, module in enumerate(LONG)}
    together = sorted((m for m in modules if m not in ALONE), key=lambda module: first.get(module, len(LONG)))
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS") or 1 + (os.cpu_count() or 1))) as pool:
        counted = list(pool.map(lambda module: run_module(module, words), together))
    return counted + [run_module(module, words) for module in modules if module in ALONE]


def main(words):
    module = words[1] if words[:1] == ["--module"] else None
    found = find(words[2:] if module else words)
    if module or len(found) == 1:
        counted = [run_here([test for name in found for test in found[name] if module in (None, name)])]
    else:
        counted = run_all(sorted(found), words)
    passed, failed, skipped = (sum(column) for column in zip((0, 0, 0), *counted))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed > 0 and failed == 0 else 1


sys.exit(main(sys.argv[1:]))
