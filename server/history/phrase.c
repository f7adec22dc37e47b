#include "history/phrase.h"

#include <stdbool.h>
#include <string.h>

static uint16_t child_of(uint16_t node, uint8_t byte)
{
    size_t low = phrase_nodes[node].children, high = low + phrase_nodes[node].child_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (phrase_nodes[middle].byte == byte)
            return (uint16_t)middle;
        if (phrase_nodes[middle].byte < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static uint16_t step(uint16_t node, uint8_t byte)
{
    uint16_t next;

    while ((next = child_of(node, byte)) == 0 && node != 0)
        node = phrase_nodes[node].fail;
    return next;
}

static bool is_latin(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* ABS is none of ABSORBER. */
static bool cuts_a_word(const char *text, size_t at, size_t end)
{
    return (at > 0 && is_latin(text[at]) && is_latin(text[at - 1])) ||
           (is_latin(text[end - 1]) && is_latin(text[end]));
}

/* The best reading of the text up to a byte: how much of it is known, and the phrase that ends there. */
struct reach {
    uint32_t worth;
    uint16_t phrase;
};

enum { BYTE_WORTH = 4096 }; /* above the number of phrases: to know more comes first, then to need fewer */

static void try_phrases(const char *text, size_t end, uint16_t node, struct reach reach[])
{
    for (; node != 0; node = phrase_nodes[node].shorter) {
        uint16_t phrase = phrase_nodes[node].phrase;
        size_t length = phrases[phrase].length;

        if (phrase == 0 || cuts_a_word(text, end - length, end))
            continue;
        uint32_t worth = reach[end - length].worth + (uint32_t)length * BYTE_WORTH - 1;
        if (worth > reach[end].worth)
            reach[end] = (struct reach){worth, phrase};
    }
}

size_t phrases_in(const char *text, struct phrase_found found[PHRASES_MOST])
{
    struct reach reach[PHRASE_TEXT_MOST + 1];
    size_t length = strnlen(text, PHRASE_TEXT_MOST), end, count = 0, kept = 0;
    uint16_t node = 0;

    reach[0] = (struct reach){0, 0};
    for (end = 1; end <= length; end++) {
        reach[end] = (struct reach){reach[end - 1].worth, 0};
        node = step(node, (uint8_t)text[end - 1]);
        try_phrases(text, end, node, reach);
    }
    for (end = length; end > 0; end -= reach[end].phrase == 0 ? 1 : phrases[reach[end].phrase].length)
        count += reach[end].phrase != 0;
    for (end = length; end > 0; end -= reach[end].phrase == 0 ? 1 : phrases[reach[end].phrase].length)
        if (reach[end].phrase != 0 && --count < PHRASES_MOST) {
            found[count] =
                (struct phrase_found){reach[end].phrase, (uint16_t)(end - phrases[reach[end].phrase].length)};
            kept++;
        }
    return kept;
}
