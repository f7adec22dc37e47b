#include "history/scrub.h"

#include <string.h>

#include "history/scrub_finders.h"
#include "history/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* In this order: what is told by more signs comes before what is told by fewer. */
static found_at *const finders[] = {find_name,  find_plate, find_vin,     find_card,
                                    find_phone, find_email, find_account, find_address};

/* A text in half width, and where each of its bytes stood: numbers are typed in both widths. */
struct folded {
    char *text;
    uint32_t *origin; /* one more than the text has bytes, for its end */
};

static struct folded fold(h2o_mem_pool_t *pool, const char *text)
{
    enum { WIDEST = 2 }; /* a byte that is no UTF-8 becomes a character of two */
    size_t length = strlen(text), at = 0, filled = 0;
    const char *next = text;
    struct folded f = {h2o_mem_alloc_pool(pool, length * WIDEST + 1),
                       h2o_mem_alloc_pool(pool, (length * WIDEST + 1) * sizeof(*f.origin))};

    while (at < length) {
        uint32_t c = text_half_width(text_next(&next, text + length));
        size_t until = (size_t)(text_put(f.text + filled, c) - f.text);

        while (filled < until)
            f.origin[filled++] = (uint32_t)at;
        at = (size_t)(next - text);
    }
    f.text[filled] = '\0';
    f.origin[filled] = (uint32_t)length;
    return f;
}

/* The second and third bytes of a character are no place where anything begins. */
static bool begins_character(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

static struct hidden look(const char *text, size_t at)
{
    struct hidden hit = {0};

    if (!begins_character(text[at]))
        return hit;
    for (size_t i = 0; i < COUNT(finders) && hit.length == 0; i++)
        hit = finders[i](text, at);
    return hit;
}

static const char *scrub_folded(h2o_mem_pool_t *pool, const char *text, const struct folded *f, bool *found)
{
    enum { WORST = 4 }; /* a mark is at most that many times as long as what it hides */
    char *clean = h2o_mem_alloc_pool(pool, strlen(text) * WORST + 1), *end = clean;
    bool any = false;

    for (size_t at = 0; f->text[at] != '\0';) {
        struct hidden hit = look(f->text, at);
        size_t kept = at + (hit.length == 0 ? 1 : hit.keep);
        size_t bytes = f->origin[kept] - f->origin[at];

        memcpy(end, text + f->origin[at], bytes);
        end += bytes;
        at = kept + hit.length;
        if (hit.length != 0) {
            end = stpcpy(end, hit.mark);
            any = true;
        }
    }
    *end = '\0';
    *found = *found || any;
    return any ? clean : text;
}

const char *scrub_text(h2o_mem_pool_t *pool, const char *text, bool *found)
{
    struct folded f;

    /* Most texts hold neither a digit, of whatever width, nor a word that names or numbers go with. */
    if (strpbrk(text, "0123456789@\xef") == NULL && !holds_telling_word(text))
        return text;
    f = fold(pool, text);
    return scrub_folded(pool, text, &f, found);
}
