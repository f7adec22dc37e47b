/*
 * key_list - keys for one statement about many rows: in hex, a comma between them
 *
 * PostgreSQL takes them apart with string_to_array and decode.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o/memory.h>

struct key_list {
    char *text, *end;
};

/* Room for so many keys of so many bytes (a number needs ten), from `pool`. */
struct key_list key_list_new(h2o_mem_pool_t *pool, size_t keys, size_t bytes);
void key_list_add(struct key_list *list, const void *key, size_t bytes);
void key_list_add_hex(struct key_list *list, const char *hex);
void key_list_add_number(struct key_list *list, int64_t number);

static inline bool key_list_is_empty(const struct key_list *list)
{
    return list->end == list->text;
}
