/*
 * unknown_phrase - what of a name may be shown to those who keep the lexicon
 *
 * Letters alone, Chinese and Latin: numbers, prices and marks make no difference between names. A name in
 * which anything personal is found gives none.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

enum { UNKNOWN_LETTERS = 40, UNKNOWN_TEXT = UNKNOWN_LETTERS * 3 + 1 };

/* Of a folded name (text_folded); longer ones are cut. False when there are not two letters, or somebody is
 * in it. */
bool unknown_phrase(h2o_mem_pool_t *pool, const char *name, char phrase[UNKNOWN_TEXT]);
