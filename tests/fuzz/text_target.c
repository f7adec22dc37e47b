/* Folding and bounding twice is the same as once; no telephone passes; what goes in as UTF-8 comes out so. */
#include "target.h"

#include "history/lexicon.h"
#include "history/scrub.h"
#include "history/text.h"

enum { MOST = 24 };

static size_t characters(const char *text)
{
    const char *end = text + strlen(text);
    size_t count = 0;

    for (; text < end; count++)
        text_next(&text, end);
    return count;
}

static void check_bounded(h2o_mem_pool_t *pool, const char *text)
{
    const char *bounded = text_bounded(pool, text, MOST), *whole = text_bounded(pool, text, SIZE_MAX);

    MUST((bounded == NULL) == text_is_filler(text));
    if (bounded == NULL)
        return;
    MUST(*bounded != '\0' && characters(bounded) <= MOST && strstr(text, bounded) != NULL);
    MUST(!target_is_utf8(text) || target_is_utf8(bounded));
    MUST(strcmp(text_bounded(pool, whole, SIZE_MAX), whole) == 0);
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool holds_mobile_number(const char *text)
{
    for (const char *at = text; *at != '\0'; at += strspn(at, "0123456789") + (strspn(at, "0123456789") == 0))
        if (strspn(at, "0123456789") == 11 && at[0] == '1' && at[1] >= '3' && !is_word(at[11]) &&
            (at == text || !is_word(at[-1])))
            return true;
    return false;
}

/* A mark is a new border, beside which more may be seen the second time; but never less. */
static void check_scrubbed(h2o_mem_pool_t *pool, const char *text)
{
    bool found = false, again = false;
    const char *scrubbed = scrub_text(pool, text, &found), *twice = scrub_text(pool, scrubbed, &again);

    MUST(target_is_utf8(scrubbed) && target_is_utf8(twice));
    MUST(found == (strcmp(scrubbed, text) != 0) && again == (strcmp(twice, scrubbed) != 0));
    MUST(!holds_mobile_number(text_folded(pool, scrubbed)) && !holds_mobile_number(text_folded(pool, twice)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    const char *text = target_text(x, bytes, size), *folded = text_folded(&x->pool, text);
    work_codes works = 0;
    part_codes parts = 0;
    signal_codes signals = 0;

    MUST(target_is_utf8(folded) && strcmp(text_folded(&x->pool, folded), folded) == 0);
    check_bounded(&x->pool, text);
    if (target_is_utf8(text))
        check_scrubbed(&x->pool, text);
    lexicon_read_work(folded, &works, &signals);
    lexicon_read_part(folded, &parts, &signals);
    lexicon_read_fault(folded, &signals);
    MUST(works != 0 && parts != 0);
    target_end(x);
    return 0;
}
