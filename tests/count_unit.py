#!/usr/bin/env python3
"""Counts the tests of meson's report; every cmocka program and check is one."""
import sys
import xml.etree.ElementTree as tree

suites = tree.parse(sys.argv[1]).getroot().iter("testsuite")
cases = [case for suite in suites for case in suite.iter("testcase")]
failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
skipped = sum(case.find("skipped") is not None for case in cases)
print(f"{len(cases) - failed - skipped} passed, {failed} failed, {skipped} skipped")
