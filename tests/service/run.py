#!/usr/bin/env python3
"""Runs the service tests: all, or those whose module or name contains one of the words given."""
import pathlib
import sys
import unittest

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def main(words):
    found = flatten(unittest.defaultTestLoader.discover(str(here), pattern="*_test.py"))
    suite = unittest.TestSuite(t for t in found if not words or any(w in t.id() for w in words))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    print(f"{max(result.testsRun - failed - skipped, 0)} passed, {failed} failed, {skipped} skipped")
    return 0 if result.testsRun > 0 and failed == 0 else 1


sys.exit(main(sys.argv[1:]))
