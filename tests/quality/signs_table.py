"""Workshops that make records up, and honest ones that are odd: how many are noticed (signs.c, towns of workshops.c)."""

import json
import os
import pathlib
import subprocess

BUILD = pathlib.Path(os.environ.get("CHEDANG_BUILD", pathlib.Path(__file__).parents[2] / "build-test"))


def table(say, check):
    done = subprocess.run([BUILD / "tests" / "quality" / "signs"], capture_output=True, encoding="utf-8", check=False)
    found = json.loads(done.stdout)
    for row in found["table"]:
        print(f"  {row['kind']:<20} {'made up' if row['fabricates'] else 'honest':<8} {row['workshops']:>5} workshops {row['alarms']:>5} alarms  "
              + " ".join(f"{sign} {count}" for sign, count in row["signs"].items()))
    floors = found.pop("floors")
    print(f"  recall {found['recall_percent']} %, false alarms {found['false_alarms_percent']} %")
    check("recall of workshops that make records up, %", found["recall_percent"], floors["recall_percent"])
    check("honest workshops without an alarm, %", 100 - found["false_alarms_percent"], 100 - floors["false_alarms_percent"])
    return found
