#!/usr/bin/env python3
"""The rows of the reliability checklist at their full figures; one line for each figure that was seen.

    run.py [ROW...]     F1 F2 C1 C2 C3 C8 L1 L2 L3 L4 L6 A1 A4 A5 A6 A7 A8 A10 I1 I3 I5 Q1 Q2; all without a name, about an hour

Most are service tests that do more when CHEDANG_FIGURES=full; they tell what they see by world.figure(). A row without
a figure has failed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "tests" / name for name in ("service", "faults", "figures", "bench")]
sys.path[:0] = [str(folder) for folder in FOLDERS]
from storm import build, build_faulty  # noqa: E402

STORM = [FOLDERS[1] / "storm.py", "--seconds", "1500", "--readers", "24", "--writers", "9", "--cold", "150",
         "--hot-writes", "0.01", "--reads", "1000000", "--writes", "10000"]


def sanitised():
    return build("test", "--buildtype=debug", "-Db_sanitize=address,undefined", "-Db_lundef=false")


def sanitised_and_fast():
    # With both, the compiler warns of things that are not so.
    return build("sanitised", "--buildtype=debugoptimized", "-Db_sanitize=address,undefined", "-Db_lundef=false",
                 "-Dwerror=false")


def released():
    return build("release", "--buildtype=release")


def threads_watched():
    return build("tsan", "--buildtype=debug", "-Db_sanitize=thread", "-Db_lundef=false")


# Of each row: the build, and the tests (as unittest names them) or the command.
ROWS = {
    "F1": [(released, ["flow_test.Flow"])],
    "F2": [(released, ["turns_test.Turns.test_a_flood_of_one_does_not_keep_the_others_waiting"])],
    "C1": [(build_faulty, STORM)],
    "C2": [(sanitised, ["durability_test.Durability.test_an_acknowledged_record_survives_every_kill"])],
    "C3": [(sanitised, ["durability_test.Durability.test_sending_again_after_a_dropped_connection_stores_one_record"])],
    "C8": [(sanitised, ["keep_copy_test.KeepCopy.test_many_vehicles_are_kept_through_changes_restarts_and_another_key"])],
    "L1": [(released, ["load_test.Held"])],
    "L2": [(released, ["overload_test.Shedding", "overload_test.CachedShedding"])],
    "L3": [(released, ["overload_test.Fairness"])],
    "L4": [(released, ["load_test.Slow"])],
    "L6": [(sanitised, ["framing_test.Framing.test_http2_is_not_spoken", "framing_test.Tls"])],
    "A1": [(sanitised, ["access_test.Matrix"])],
    "A4": [(sanitised, ["access_test.Revocation"])],
    "A5": [(sanitised, ["access_test.Surplus"])],
    "A6": [(sanitised, ["scraping_test"])],
    "A7": [(sanitised, ["guessing_test.Claims.test_many_accounts_at_many_addresses_get_no_more_tries_for_one_vehicle"])],
    "A8": [(released, ["guessing_test.Claims.test_a_refused_claim_takes_as_long_whatever_the_reason"])],
    "A10": [(sanitised, ["guessing_test.Codes"])],
    "I1": [(sanitised, ["every_field_test.Hostile"])],
    "I3": [(released, ["load_test.Bombs"])],
    "I5": [(sanitised, ["injection_test"])],
    "Q1": [(threads_watched, ["lookup_test", "upload_test", "durability_test", "threads_test.Threads"]),
           (build_faulty, ["threads_test.Leaks"])],
    "Q2": [(sanitised_and_fast, ["lifetime_test"])],
}


def run(row, seen):
    """Whether every test of the row passed and told its figure."""
    good = True
    for make, tests in ROWS[row]:
        environment = {**os.environ, "CHEDANG_FIGURES": "full", "CHEDANG_FIGURES_SEEN": str(seen),
                       "CHEDANG_BUILD": str(make()), "PYTHONPATH": os.pathsep.join(map(str, FOLDERS))}
        command = tests if tests is STORM else ["-m", "unittest", *tests]
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stdout[-3000:], done.stderr[-6000:], sep="\n", flush=True)
        good = good and done.returncode == 0
    return good


def main(rows):
    unknown = [row for row in rows if row not in ROWS]
    if unknown:
        print(f"There is no row {unknown[0]}: {' '.join(ROWS)}.", file=sys.stderr)
        return 2
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for row in rows or ROWS:
            begun, seen = time.monotonic(), pathlib.Path(folder, row)
            good = run(row, seen)
            lines = [line.split("\t")[1:] for line in (seen.read_text().splitlines() if seen.exists() else [])
                     if line.split("\t")[0] == row]
            good = good and bool(lines)
            for counted, asked, found in lines or [["nothing", "", "nothing"]]:
                print(f"{row:4}{counted}; asked: {asked}; seen: {found}", flush=True)
            print(f"{row:4}{'ok' if good else 'FAILED'} ({time.monotonic() - begun:.0f} s)", flush=True)
            passed, failed = passed + good, failed + (not good)
    print(f"{passed} passed, {failed} failed, {0 if not rows else len(ROWS) - len(set(rows))} skipped")
    return 0 if failed == 0 and passed > 0 else 1


sys.exit(main(sys.argv[1:]))
