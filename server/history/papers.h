/*
 * papers - the facts on a vehicle's papers, as they are compared
 *
 * The registry keeps them as salted keyed hashes only (fact_hash() of core/seal.h), so two ways of writing
 * the same must become one before they are hashed: when the registry is imported and when an owner types
 * them. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum fact { FACT_PLATE, FACT_ENGINE_NO, FACT_REGISTRATION_NO, FACT_HOLDER, FACT_COUNT };

enum { FACT_TEXT = 128 };

/* The kind that the fact is hashed as: "plate", "engine_no", "registration_no", "holder". */
const char *fact_kind(enum fact fact);

/*
 * Half width, upper case, without blanks, hyphens and dots: "苏e·12345" becomes "苏E12345". False, with an
 * empty text, when nothing is left, it is longer than FACT_TEXT, or it is not UTF-8.
 */
bool fact_normalise(const char *input, size_t length, char text[FACT_TEXT]);
