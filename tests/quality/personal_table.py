"""What is taken for personal data in free text (personal.csv), and what is not."""

import collections
import csv
import difflib
import pathlib

LINES = pathlib.Path(__file__).with_name("personal.csv")
FLOORS = {"recall": 0.95, "clean": 0.99, "lines": 200}
MARKS = ("[电话]", "[证件号]", "[车牌]", "[车架号]", "[卡号]", "[邮箱]", "[账号]", "[地址]", "某")


def is_hidden(secret, text):
    """Whether no more than a third of it is left in a row."""
    for mark in MARKS:
        text = text.replace(mark, "\n")
    left = difflib.SequenceMatcher(None, secret, text, autojunk=False).find_longest_match().size
    return left * 3 <= len(secret)


def table(say, check):
    rows = list(csv.DictReader(LINES.open(encoding="utf-8")))
    counts = collections.defaultdict(lambda: {"lines": 0, "found": 0, "missed": 0})
    wrong = 0
    for row, shown in zip(rows, say("personal", [row["text"] for row in rows])):
        kind = counts[row["kind"]]
        kind["lines"] += 1
        if row["kind"] == "clean":
            wrong += shown != row["text"]
        else:
            hidden = [is_hidden(secret, shown) for secret in row["secrets"].split("|")]
            kind["found"] += sum(hidden)
            kind["missed"] += len(hidden) - sum(hidden)
        if (shown != row["text"]) if row["kind"] == "clean" else not all(hidden):
            print(f"  {row['kind']:9} {row['text']}: {shown}")
    result = {"kinds": dict(counts), "false_alarms": wrong}
    clean = counts.pop("clean")
    for name, kind in counts.items():
        kind["recall"] = round(kind["found"] / (kind["found"] + kind["missed"]), 4)
        print(f"  {name:9} {kind['lines']:4} lines  {kind['found']:4} found  {kind['missed']:4} missed  recall {kind['recall']:.4f}")
        check(f"recall of {name}", kind["recall"], FLOORS["recall"])
    print(f"  clean     {clean['lines']:4} lines  {wrong:4} taken for something")
    check("clean lines left as they are", 1 - wrong / clean["lines"], FLOORS["clean"])
    check("lines", len(rows), FLOORS["lines"])
    return result
