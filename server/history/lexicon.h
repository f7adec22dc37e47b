/*
 * lexicon - free-text names of work and parts as codes of the closed lists
 *
 * What is named, and what is done to it: the verbs before or behind it, across the things of one list. What
 * is only inspected, taken off and refitted, denied (未更换) or advised (建议更换) says nothing about damage.
 * A thing counts as itself only when nothing behind it names a part of it: an A pillar's trim is interior.
 * Structural parts are those of GB/T 30323 alone; flood is water in the cabin; fire is that of a vehicle. All
 * phrases are in lexicon.csv. Linear in the text; texts are folded (text_folded). Any thread may call these.
 */
#pragma once

#include "history/codes.h"

/* Adds to the sets what the name says; a name that says nothing known adds OTHER. */
void lexicon_read_work(const char *name, work_codes *works, signal_codes *signals);
/* A part that is listed was fitted, so a listed airbag was renewed. */
void lexicon_read_part(const char *name, part_codes *parts, signal_codes *signals);

/* Free text about a fault: only what a buyer must know, and only what is stated as such. */
void lexicon_read_fault(const char *text, signal_codes *signals);

/* The letters of a text (Chinese and Latin), and how many of them belong to known phrases. */
struct lexicon_coverage {
    unsigned letters, known;
};
struct lexicon_coverage lexicon_coverage(const char *text);
