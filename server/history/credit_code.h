/*
 * credit_code - the unified social credit code of an organisation (GB 32100-2015)
 *
 * Eighteen characters of 31: digits and capitals without I, O, S, V and Z. The last one checks the others.
 * Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { CREDIT_CODE_LENGTH = 18, CREDIT_CODE_TEXT = CREDIT_CODE_LENGTH + 1 };

enum credit_code_shape {
    CREDIT_CODE_OK,
    CREDIT_CODE_MALFORMED, /* another length, or a character that is none of these */
    CREDIT_CODE_MISTYPED   /* the last character does not fit the others */
};

/* Reads what a person typed: blanks and hyphens are skipped, lower case and full width are folded. */
enum credit_code_shape credit_code_read(const char *typed, size_t length, char code[CREDIT_CODE_TEXT]);
