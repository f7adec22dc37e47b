/*
 * examination - which rules vehicles are examined by, and how grave what they find is
 *
 * What is odd about a vehicle is found by history/rules.h; here is what the stored findings need besides.
 * Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct thresholds;

/* Which rules those are: with another text all vehicles are examined anew. A release that changes what a rule
 * finds moves the version; the thresholds are part of it. */
enum { EXAMINATION_VERSION = 2, EXAMINATION_RULES_TEXT = 384 };
const char *examination_rules(const struct thresholds *thresholds, char text[EXAMINATION_RULES_TEXT]);

/* The codes of all findings that workshops have to see to, the gravest first; NULL behind the last. */
const char *examination_code(size_t place);

/* Those codes as PostgreSQL writes an array; of all, or only those of which owners are told in the end. */
enum { EXAMINATION_CODES_TEXT = 256 };
const char *examination_codes(bool for_owners, char text[EXAMINATION_CODES_TEXT]);
