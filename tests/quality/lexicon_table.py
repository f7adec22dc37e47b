"""What the lexicon makes of names as workshops write them (phrases.csv), against what people say they mean."""

import collections
import csv
import pathlib

PHRASES = pathlib.Path(__file__).with_name("phrases.csv")
LEXICON = PHRASES.parents[2] / "server" / "history" / "lexicon.csv"
# Signals first: to tell a buyer of damage that was none is worse than to miss one.
SIGNALS = {"structural": "structure", "flood": "flood", "fire": "fire", "airbag": "airbag", "battery": "traction_battery",
           "drive": "drive_unit", "odometer": "odometer_replaced"}
FLOORS = {"precision": 0.97, "recall": 0.95, "codes": 0.95, "coverage": 0.90, "new": 1 / 3, "phrases": 600}


def codes(text):
    return set(filter(None, text.split(","))) - {"other"}


def read(say):
    """The rows with what was read out of each."""
    rows = list(csv.DictReader(PHRASES.open(encoding="utf-8")))
    for kind in ("work", "part", "fault"):
        of_kind = [row for row in rows if row["kind"] == kind]
        for row, said in zip(of_kind, say(kind, [row["phrase"] for row in of_kind])):
            works, parts, signals, letters, known = said.split("\t")
            row["said"], row["said_signals"] = codes(parts if kind == "part" else works), codes(signals)
            row["letters"], row["known"] = int(letters), int(known)
    return rows


def score(pairs):
    """Of pairs (expected, said) of sets: right, wrong, missed, precision, recall."""
    right = sum(len(expected & said) for expected, said in pairs)
    wrong = sum(len(said - expected) for expected, said in pairs)
    missed = sum(len(expected - said) for expected, said in pairs)
    return {"right": right, "wrong": wrong, "missed": missed, "precision": round(right / (right + wrong or 1), 4),
            "recall": round(right / (right + missed or 1), 4)}


def table(say, check):
    rows = read(say)
    for row in rows:
        if codes(row["codes"]) != row["said"] or codes(row["signals"]) != row["said_signals"]:
            print(f"  {row['class']:10} {row['kind']:5} {row['phrase']}: {row['codes']} {row['signals']}; "
                  f"read {','.join(sorted(row['said']))} {','.join(sorted(row['said_signals']))}")
    result = {"phrases": len(rows), "signals": {}, "codes": {}}
    for name, signal in SIGNALS.items():
        result["signals"][name] = score([(codes(row["signals"]) & {signal}, row["said_signals"] & {signal}) for row in rows])
        for figure in ("precision", "recall"):
            check(f"{figure} of {name}", result["signals"][name][figure], FLOORS[figure])
    classes = collections.defaultdict(list)
    for row in rows:
        if row["kind"] != "fault":
            classes[row["class"]].append((codes(row["codes"]), row["said"]))
    classes["all"] = [pair for pairs in list(classes.values()) for pair in pairs]
    for name, pairs in classes.items():
        result["codes"][name] = score(pairs)
    for figure in ("precision", "recall"):
        check(f"{figure} of codes", result["codes"]["all"][figure], FLOORS["codes"])
    verbatim = {line["phrase"] for line in csv.DictReader(LEXICON.open(encoding="utf-8"))}
    result["coverage"] = round(sum(row["known"] for row in rows) / sum(row["letters"] for row in rows), 4)
    result["new"] = round(sum(row["phrase"] not in verbatim for row in rows) / len(rows), 4)
    check("letters covered", result["coverage"], FLOORS["coverage"])
    check("phrases that the lexicon does not have", result["new"], FLOORS["new"])
    check("phrases", len(rows), FLOORS["phrases"])
    print(f"  {'':12} {'right':>6} {'wrong':>6} {'missed':>6} {'precision':>9} {'recall':>7}")
    for name, of in [*result["signals"].items(), *(("codes: " + name, of) for name, of in result["codes"].items())]:
        print(f"  {name:18} {of['right']:6} {of['wrong']:6} {of['missed']:6} {of['precision']:9.4f} {of['recall']:7.4f}")
    print(f"  {result['phrases']} phrases, {result['new']:.0%} of them not in the lexicon; {result['coverage']:.1%} of the letters known")
    return result
