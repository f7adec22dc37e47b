#include "core/growing.h"

#include <stdlib.h>
#include <string.h>

bool growing_add(struct growing *g, const void *bytes, size_t length)
{
    if (g->room - g->length < length) {
        size_t room = (g->room + length) * 2;
        char *larger = realloc(g->bytes, room);

        if (larger == NULL)
            return false;
        g->bytes = larger;
        g->room = room;
    }
    memcpy(g->bytes + g->length, bytes, length);
    g->length += length;
    return true;
}
