/*
 * line_json - one line of JSON as a tree, its texts where they lie in the line
 *
 * Half of the time of an import went into building values that are looked at once. This takes what jansson
 * takes with JSON_REJECT_DUPLICATES and gives the same texts (tests/unit/line_json_test.c), but for what no
 * entry has: more than LINE_JSON_DEPTH levels, or LINE_JSON_MEMBERS members in one object.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

enum { LINE_JSON_DEPTH = 64, LINE_JSON_MEMBERS = 256 };

enum line_kind { LINE_WORD /* null, true, false */, LINE_TEXT, LINE_NUMBER, LINE_OBJECT, LINE_LIST };

struct line_value {
    enum line_kind kind;
    const char *name; /* as a member; NULL otherwise */
    const char *text; /* of a text, or of a number as it is written plainly; NULL for anything else */
    struct line_value *first, *next; /* its own; and the next beside it */
    size_t count;                    /* of its own */
};

/* An object or a list, or NULL for what is not JSON. Memory from `pool`, to which the text is copied. */
const struct line_value *line_json_read(h2o_mem_pool_t *pool, const char *text, size_t length);

/* NULL when it is not there, or `value` is NULL or no object. */
const struct line_value *line_member(const struct line_value *value, const char *name);
