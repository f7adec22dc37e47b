/*
 * demo_dice - chance that falls the same way every time
 *
 * A stream of numbers from a seed, a word and an index, so that vehicle 17 is the same however many are made.
 * Made of libsodium's deterministic generator and integers only: the same bytes on every machine, as long as
 * no two throws stand in one expression, whose order is the compiler's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DICE_SEED = 32, DICE_BYTES = 1024 };

struct dice {
    uint8_t seed[DICE_SEED];
    uint8_t bytes[DICE_BYTES];
    size_t next;
};

void dice_begin(struct dice *dice, uint64_t seed, const char *word, uint64_t index);

/* 0 to sides - 1. */
uint32_t dice_below(struct dice *dice, uint32_t sides);
/* Both ends included. */
long dice_between(struct dice *dice, long least, long most);
bool dice_chance(struct dice *dice, uint32_t in_10000);
/* An index, each as likely as its weight says. */
size_t dice_weighted(struct dice *dice, const uint16_t *weights, size_t count);
/* One of the strings. */
const char *dice_word(struct dice *dice, const char *const *words, size_t count);
#define DICE_WORD(dice, words) dice_word(dice, words, sizeof(words) / sizeof((words)[0]))
