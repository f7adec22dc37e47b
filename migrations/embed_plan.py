#!/usr/bin/env python3
"""Turns sqitch.plan into plan.h and plan.c: every change in its order, with the SHA-1 that sqitch keeps of its script."""
import hashlib, pathlib, sys

out, plan, depfile = map(pathlib.Path, sys.argv[1:4])
names = [line.split()[0] for line in plan.read_text().splitlines() if line.strip() and line[0] not in "%#@"]
scripts = [plan.parent / "deploy" / f"{name}.sql" for name in names]
missing = [str(script) for script in scripts if not script.exists()]
if missing:
    sys.exit(f"{plan}: there is no {', '.join(missing)}")
lines = [f'    {{"{name}", "{hashlib.sha1(script.read_bytes()).hexdigest()}"}},' for name, script in zip(names, scripts)]

(out / "plan.h").write_text(f"""\
/* Made from migrations/sqitch.plan by embed_plan.py. */
#pragma once
enum {{ PLAN_COUNT = {len(names)} }};
struct plan_change {{ const char *name, *script_hash; }};
extern const struct plan_change plan[PLAN_COUNT];
""")
(out / "plan.c").write_text("""\
#include "plan.h"
const struct plan_change plan[PLAN_COUNT] = {
%s
};
""" % "\n".join(lines))
depfile.write_text(f"plan.c: {' '.join(map(str, scripts))}\n")
