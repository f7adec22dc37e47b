/*
 * form - fields of forms, in the body (application/x-www-form-urlencoded, or multipart.h) or behind the
 * question mark
 *
 * Decoded; NULL when the field is absent, given twice, not UTF-8 or holds control characters; also when one
 * of the body is longer than 4 KiB, or a part than 64 KiB. They belong to the exchange.
 */
#pragma once

#include "core/exchange.h"

const char *body_field(struct exchange *x, const char *name);
const char *query_field(struct exchange *x, const char *name);

/* Whether the field is there, in whatever form: what cannot be read is not what is absent. Not for forms in
 * parts. */
bool body_has(const struct exchange *x, const char *name);
bool query_has(const struct exchange *x, const char *name);

/* Likewise, of several lines: line breaks may be in it. */
const char *body_text(struct exchange *x, const char *name);

/* Likewise behind the question mark, and of bytes that are a form, of any length. */
const char *query_text(struct exchange *x, const char *name);
const char *form_text(struct exchange *x, h2o_iovec_t form, const char *name);

/* A number of at most 18 digits behind the question mark; `otherwise` when the field is absent. False for
 * whatever else is there. */
bool query_number(struct exchange *x, const char *name, int64_t otherwise, int64_t *number);

/* Whether this word alone stands behind the question mark: how the visitor came here. */
bool query_is(const struct exchange *x, const char *word);

/* The numbers of a field that may be given many times, as check boxes are: at most `most`, in the order of
 * the form. What is not a number is passed over. */
size_t body_numbers(const struct exchange *x, const char *name, int64_t *numbers, size_t most);
