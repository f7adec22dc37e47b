"""signs: workshops that make records up are noticed, and honest ones with odd habits are not."""

import json
import os
import pathlib
import subprocess

PROGRAM = pathlib.Path(os.environ.get("CHEDANG_BUILD", pathlib.Path(__file__).parents[2] / "build-test")) / "tests/quality/signs"


def table(say, check):
    found = json.loads(subprocess.run([PROGRAM], capture_output=True, encoding="utf-8", check=True).stdout)
    rows = {row["kind"]: row for row in found["table"]}
    for kind, row in rows.items():
        print(f"  {kind:18} {'fabricates' if row['fabricates'] else 'honest':10} {row['workshops']:6} {row['alarms']:6}  {row['signs']}")
    for fabricates, name, floor in ((True, "recall of those that make records up", 0.9), (False, "honest workshops without an alarm", 0.98)):
        those = [row for row in rows.values() if row["fabricates"] == fabricates]
        alarms, all_of = sum(row["alarms"] for row in those), sum(row["workshops"] for row in those)
        check(f"signs: {name}", (alarms if fabricates else all_of - alarms) / all_of, floor)
    return rows
