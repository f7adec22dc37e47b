#!/usr/bin/python3
"""How well texts are read: a table for each *_table.py here, figures in RUN_DIR/quality.json, and floors that fail.

A table is a module with table(say, check): say(kind, lines) asks the program `quality` of build-test, a line for each;
check(name, figure, floor) is one test. What table() returns is kept as its figures.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
PROGRAM = pathlib.Path(os.environ.get("CHEDANG_BUILD", TOP / "build-test")) / "tests" / "quality" / "quality"
RUN_DIR = TOP / os.environ.get("RUN_DIR", ".run")


def say(kind, lines):
    done = subprocess.run([PROGRAM, kind], input="".join(line + "\n" for line in lines), capture_output=True, encoding="utf-8", check=True)
    answers = done.stdout.split("\n")[:-1]
    if len(answers) != len(lines):
        sys.exit(f"{PROGRAM} {kind} answered {len(answers)} of {len(lines)} lines")
    return answers


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    results, passed, failed = {}, 0, 0

    def check(name, figure, floor):
        nonlocal passed, failed
        held = figure >= floor
        passed, failed = passed + held, failed + (not held)
        if not held:
            print(f"FAIL: {name} is {figure:.4g}; {floor:.4g} at least")

    for path in sorted(HERE.glob("*_table.py")):
        name = path.stem.removesuffix("_table")
        print(f"{name}: {(module := load(path)).__doc__.splitlines()[0]}")
        results[name] = module.table(say, check)
    RUN_DIR.mkdir(parents=True, exist_ok=True)
    (RUN_DIR / "quality.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
