#include "history/unknown_phrase.h"

#include <string.h>

#include "history/scrub.h"
#include "history/text.h"

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0x4e00 && c < 0xa000);
}

bool unknown_phrase(h2o_mem_pool_t *pool, const char *name, char phrase[UNKNOWN_TEXT])
{
    const char *stop = name + strlen(name);
    char *end = phrase;
    unsigned letters = 0;
    bool personal = false;

    scrub_text(pool, name, &personal);
    while (!personal && name < stop && letters < UNKNOWN_LETTERS) {
        uint32_t c = text_next(&name, stop);

        if (!is_letter(c))
            continue;
        end = text_put(end, c);
        letters++;
    }
    *end = '\0';
    return letters >= 2;
}
