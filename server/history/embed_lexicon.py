#!/usr/bin/env python3
"""Turns lexicon.csv into one automaton (Aho and Corasick 1975) in C; refuses what cannot be a row.

Nodes are numbered level by level, so that the children of each stand in a row, in the order of their bytes.
"""
import csv, re, sys

source, codes_header, target = sys.argv[1:]
KINDS = "thing piece fitting renew repair paint look burst denial advice done damage join end word".split()
header = open(codes_header, encoding="utf-8").read()


def codes(name):
    block = header.split(f"#define {name}(CODE)")[1].split("\n\n")[0]
    return {code: constant for constant, code in re.findall(r'CODE\((\w+), "(\w+)"', block)}


LISTS = {"work": ("WORK", codes("WORK_CODES")), "part": ("PART", codes("PART_CODES")), "signal": ("SIGNAL", codes("SIGNAL_CODES"))}


def constant(line, column):
    prefix, known = LISTS[column]
    if not line[column]:
        return {"work": "WORK_CODE_COUNT", "part": "PART_CODE_COUNT", "signal": "SIGNAL_CODE_COUNT"}[column]
    if line[column] not in known:
        sys.exit(f"{source}: {line['phrase']}: there is no {column} {line[column]}")
    return f"{prefix}_{known[line[column]]}"


def folded(phrase):
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in phrase).upper()


children, ends, phrases = [{}], {}, []
for line in csv.DictReader(open(source, encoding="utf-8")):
    text = folded(line["phrase"]).encode()
    if line["kind"] not in KINDS or not 0 < len(text) < 256:
        sys.exit(f"{source}: {line} cannot be a row")
    node = 0
    for byte in text:
        if byte not in children[node]:
            children.append({})
            children[node][byte] = len(children) - 1
        node = children[node][byte]
    if node in ends:
        sys.exit(f"{source}: {line['phrase']} stands there twice")
    phrases.append(f"    {{{len(text)}, PHRASE_{line['kind'].upper()}, {constant(line, 'work')}, {constant(line, 'part')}, {constant(line, 'signal')}}},")
    ends[node] = len(phrases)  # 0 is none

number, level, byte_of, fail = {0: 0}, [0], {0: 0}, {0: 0}
for node in level:  # grows while it is walked
    for byte, child in sorted(children[node].items()):
        number[child] = len(level)
        level.append(child)
        byte_of[child] = byte
        at = fail[node]
        while at and byte not in children[at]:
            at = fail[at]
        fail[child] = children[at][byte] if node and byte in children[at] else 0
if len(level) > 65535 or len(phrases) > 65534:
    sys.exit(f"{source}: too much for two bytes a number")
shorter = {}
for node in level:
    shorter[node] = fail[node] if fail[node] in ends else shorter.get(fail[node], 0)
nodes = []
for node in level:
    first = min((number[child] for child in children[node].values()), default=0)
    nodes.append(f"    {{{first}, {number[fail[node]]}, {ends.get(node, 0)}, {number[shorter[node]]}, {len(children[node])}, {byte_of[node]}}},")
with open(target, "w", encoding="utf-8") as out:
    print('/* Made from lexicon.csv by embed_lexicon.py. */\n#include "history/phrase.h"\n\n'
          "const struct phrase phrases[] = {\n    {0, PHRASE_WORD, WORK_CODE_COUNT, PART_CODE_COUNT, SIGNAL_CODE_COUNT}, /* none */",
          *phrases, "};\n\nconst struct phrase_node phrase_nodes[] = {", *nodes, "};", sep="\n", file=out)
