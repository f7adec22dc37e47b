/*
 * lexicon - free-text names of work and parts as codes of the closed lists
 *
 * A first form: what is named (terms.h), and what is done to it: the verb before it or behind it. A thing
 * that is only inspected or taken off and refitted says nothing about damage. Structural parts are those of
 * GB/T 30323 alone.
 */
#pragma once

#include "history/codes.h"

/* Adds to the sets what the name says; a name that says nothing known adds OTHER. */
void lexicon_read_work(const char *name, work_codes *works, signal_codes *signals);
void lexicon_read_part(const char *name, part_codes *parts);

/* Free text about a fault: only what a buyer must know, and only what is stated as such. */
void lexicon_read_fault(const char *text, signal_codes *signals);
