/*
 * members - the members of a flat JSON document
 *
 * What nearly every client sends, an object of plain strings, is read where it lies, without building
 * anything; whatever else, escapes, other characters than ASCII, other values, unknown members, is left to
 * the parser. Both ways give the same.
 */
#pragma once

#include "core/exchange.h"
#include "core/fault.h"

enum member_kind { MEMBER_ABSENT, MEMBER_TEXT, MEMBER_OTHER }; /* null counts as absent */

struct member {
    const char *name;
    enum member_kind kind;
    h2o_iovec_t text; /* UTF-8 without NUL when it is a text; belongs to the request or to the exchange */
};

/*
 * Fills in the members of the request's body, which must be a JSON object called application/json:
 * TYPE_UNSUPPORTED, BODY_MALFORMED.
 */
enum fault MUST_CHECK members_read(struct exchange *x, struct member *members, size_t count);

/* Likewise of a JSON text, of whatever type: BODY_MALFORMED. */
enum fault MUST_CHECK members_of(struct exchange *x, h2o_iovec_t text, struct member *members, size_t count);

/* The way without a parser: false when that is needed. Pure; for members_read() and for tests. */
bool members_scan(h2o_iovec_t text, struct member *members, size_t count);
