#!/usr/bin/env python3
"""Runs the service tests: all, or those whose module or name contains one of the words given.

Modules run side by side, each in a process of its own with worlds of its own: most of their time is waiting. Those that
measure time or memory come last, one after the other.
"""
import collections
import os
import pathlib
import sys
import unittest

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))
import side_by_side  # noqa: E402

ALONE = ("guessing_test", "hostile_test")
# Begin first.
LONG = ("certificate_bounds_test", "access_test", "commands_test", "feed_test", "keep_copy_test", "webhook_test", "batch_test", "console_test",
        "dispute_test", "scraping_test", "lookup_test", "import_test", "export_console_test", "durability_test", "review_test", "upload_test",
        "schema_test", "handle_kept_test")


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


def run_modules(modules, words):
    first = {module: place for place, module in enumerate(LONG)}
    commands = {module: [sys.executable, __file__, "--module", module, *words] for module in modules}
    together = sorted((m for m in modules if m not in ALONE), key=lambda module: first.get(module, len(LONG)))
    counted = side_by_side.run_all([(m, commands[m]) for m in together], int(os.environ.get("JOBS") or 1 + (os.cpu_count() or 1)))
    return counted + side_by_side.run_all([(m, commands[m]) for m in modules if m in ALONE], 1)


def main(words):
    module = words[1] if words[:1] == ["--module"] else None
    found = find(words[2:] if module else words)
    if module or len(found) == 1:
        counted = [run_here([test for name in found for test in found[name] if module in (None, name)])]
    else:
        counted = run_modules(sorted(found), words)
    return side_by_side.tell(counted)


sys.exit(main(sys.argv[1:]))
