/*
 * view_json - members that the JSON documents of views have in common
 *
 * `name` is the member's as it stands there, with the comma before it and the colon: ",\"month\":".
 */
#pragma once

#include "core/json_text.h"
#include "history/disclosure.h"

void json_put_text(struct json_text *t, const char *name, const char *text);

/* What is not known is null: `none` says which number that is. */
void json_put_number(struct json_text *t, const char *name, long number, long none);

/* "2024-03"; null when no day is on file. */
void json_put_month(struct json_text *t, const char *name, struct date date);

/* The codes of a set, as a list. */
void json_put_codes(struct json_text *t, const char *name, enum code_list list, uint64_t set);

/* The members of a record that every view has, without the brackets. */
void json_put_record(struct json_text *t, const struct view_record *record);
