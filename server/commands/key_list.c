#include "commands/key_list.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

struct key_list key_list_new(h2o_mem_pool_t *pool, size_t keys, size_t bytes)
{
    char *text = h2o_mem_alloc_pool(pool, keys * (bytes * 2 + 1) + 1);

    *text = '\0';
    return (struct key_list){text, text};
}

static void part(struct key_list *list)
{
    if (!key_list_is_empty(list))
        *list->end++ = ',';
}

void key_list_add(struct key_list *list, const void *key, size_t bytes)
{
    part(list);
    sodium_bin2hex(list->end, bytes * 2 + 1, key, bytes);
    list->end += bytes * 2;
}

void key_list_add_hex(struct key_list *list, const char *hex)
{
    part(list);
    list->end = stpcpy(list->end, hex);
}

void key_list_add_number(struct key_list *list, int64_t number)
{
    part(list);
    list->end += sprintf(list->end, "%lld", (long long)number);
}
