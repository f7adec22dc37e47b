/*
 * demo_odd - workshops of the demonstration that make records up, and honest ones with odd habits
 *
 * Each gets some hundreds of records of the last ninety days besides those of the lives. Which is which is
 * told to whoever measures rules, and stands nowhere else. Their vehicles are the last of ten million.
 */
#pragma once

#include <stdio.h>

#include "commands/demo_line.h"

/* Adds lines; false when `write` is, which is called when the line holds much, or when the labels cannot be
 * written. `labels` gets "code,habit,fabricates" for each. */
bool demo_odd(const struct demo_world *world, struct line *line, FILE *labels,
              bool (*write)(struct line *line));
