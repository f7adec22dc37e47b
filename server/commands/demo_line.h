/*
 * demo_line - the demonstration as lines of JSON, as `chedang import` reads them
 *
 * {"workshop":{...}}, {"registry":{...}} and {"repair":{...},"label":[...]}; the first with the fields of a
 * registration, the last with those of a v1 upload, written as the workshop's software would.
 */
#pragma once

#include "commands/demo_life.h"

/* Bytes that grow; `failed` when there was no memory. */
struct line {
    char *text;
    size_t length, room;
    bool failed;
};

void line_put(struct line *line, const char *text);
/* With quotes, escaped. */
void line_quote(struct line *line, const char *text);

/* `password` may be NULL: then nobody can sign in as this workshop. */
void line_workshop(struct line *line, const struct demo_workshop *workshop, const char *password);
void line_registry(struct line *line, const struct demo_vehicle *vehicle);
void line_repair(struct line *line, const struct demo_workshop *workshop, const struct demo_vehicle *vehicle,
                 const struct visit *visit, unsigned number);
