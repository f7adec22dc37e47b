/*
 * fields - what the calls of the openapi have, and what is wrong with what was sent
 */
#pragma once

#include "endpoints/workshop/message.h"
#include "endpoints/workshop/v2/call.h"

extern const struct signed_field v2_insert_fields[], v2_items_fields[], v2_settle_fields[],
    v2_correct_fields[];
extern const struct message_names message_v2;

/* OK, or what is wrong and which field it is. */
enum openapi_code v2_check(struct exchange *x, const json_t *message, const struct signed_field *fields,
                           const char **field);

/* Whether it is one of those by which a call is signed, and nothing of the repair. */
bool v2_is_common(const char *name);
