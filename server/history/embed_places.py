#!/usr/bin/env python3
"""Turns places.csv, the seats of China's prefectures to a tenth of a degree, into a table in C; refuses what cannot be one."""
import csv, sys

rows, last = [], ""
for line in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    code, north, east = line["place"], round(float(line["north"]) * 10), round(float(line["east"]) * 10)
    if not (len(code) == 4 and code.isdigit() and last < code and 150 < north < 540 and 730 < east < 1360):
        sys.exit(f"{sys.argv[1]}: {line} is out of order or not in China")
    rows.append(f"    {{{code}, {north}, {east}}},")
    last = code
with open(sys.argv[2], "w", encoding="utf-8") as out:
    print('/* Made from places.csv by embed_places.py. */\n#include "history/distance.h"\n\n'
          "const struct place prefectures[] = {", *rows, "};",
          f"const size_t prefectures_count = {len(rows)};", sep="\n", file=out)
