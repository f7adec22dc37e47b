#!/usr/bin/env python3
"""Turns holidays.csv, the State Council's yearly notices, into a table in C; refuses what cannot be one."""
import csv, datetime, sys

rows, until = [], datetime.date.min
for line in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    first, last = (datetime.date.fromisoformat(line[name]) for name in ("first", "last"))
    if not until < first <= last or first.year != last.year or line["kind"] not in ("off", "work"):
        sys.exit(f"{sys.argv[1]}: {line} is out of order")
    if line["kind"] == "work" and (first != last or first.isoweekday() < 6):
        sys.exit(f"{sys.argv[1]}: {line} makes up on a day that is worked anyway")
    rows.append(f"    {{{{{first.year}, {first.month}, {first.day}}}, {{{last.year}, {last.month}, {last.day}}}, {str(line['kind'] == 'work').lower()}}},")
    until = last
with open(sys.argv[2], "w", encoding="utf-8") as out:
    print('/* Made from holidays.csv by embed_holidays.py. */\n#include "history/workdays.h"\n\n'
          "const struct special_days special_days[] = {", *rows, "};",
          f"const size_t special_days_count = {len(rows)};", sep="\n", file=out)
