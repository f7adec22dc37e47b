/*
 * Two names of work behind each other, with a comma between, say what each says by itself; what is known of a
 * text is at most all of it; a scrubbed text is one, whoever it is that a mark stands for.
 */
#include "target.h"

#include "history/lexicon.h"
#include "history/scrub.h"
#include "history/text.h"

enum { NAME_MOST = 2000 };

struct sense {
    work_codes works;
    part_codes parts;
    signal_codes signals, fault, fitted;
};

static struct sense sense_of(const char *text)
{
    struct sense s = {0};
    struct lexicon_coverage coverage = lexicon_coverage(text);

    lexicon_read_work(text, &s.works, &s.signals);
    lexicon_read_part(text, &s.parts, &s.fitted);
    lexicon_read_fault(text, &s.fault);
    MUST(s.works != 0 && s.works < CODE_BIT(WORK_CODE_COUNT) && s.parts != 0 &&
         s.parts < CODE_BIT(PART_CODE_COUNT));
    MUST((s.signals | s.fault | s.fitted) < CODE_BIT(SIGNAL_CODE_COUNT));
    MUST(coverage.known <= coverage.letters && coverage.letters <= strlen(text));
    return s;
}

static uint64_t both(uint64_t one, uint64_t other, uint64_t nothing)
{
    uint64_t all = (one | other) & ~nothing;

    return all == 0 ? nothing : all;
}

static void check_names(struct exchange *x, const char *first, const char *second)
{
    struct sense one = sense_of(first), other = sense_of(second);
    char *joined = h2o_mem_alloc_pool(&x->pool, strlen(first) + strlen(second) + 2);

    sprintf(joined, "%s,%s", first, second);
    struct sense all = sense_of(joined);
    MUST(all.works == both(one.works, other.works, CODE_BIT(WORK_OTHER)));
    MUST((all.parts & ~CODE_BIT(PART_OTHER)) == ((one.parts | other.parts) & ~CODE_BIT(PART_OTHER)));
    MUST(all.signals == (one.signals | other.signals) && all.fitted == (one.fitted | other.fitted));
    MUST(all.fault == (one.fault | other.fault));
}

static void check_scrubbed(struct exchange *x, const char *text)
{
    bool found = false, wide = false;
    const char *scrubbed = scrub_text(&x->pool, text, &found), *folded = text_folded(&x->pool, text);

    MUST(!found || (scrubbed != text && target_is_utf8(scrubbed)));
    MUST(found || scrubbed == text);
    scrub_text(&x->pool, folded, &wide);
    MUST(!found || strlen(scrubbed) <= strlen(text) * 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    const uint8_t *split = size == 0 ? NULL : memchr(bytes, '\n', size);
    size_t length = split == NULL ? size : (size_t)(split - bytes);
    const char *first = text_folded(&x->pool, target_text(x, bytes, length < NAME_MOST ? length : NAME_MOST));
    size_t rest = split == NULL ? 0 : size - length - 1;
    const char *second = text_folded(
        &x->pool, target_text(x, bytes + length + (split != NULL), rest < NAME_MOST ? rest : NAME_MOST));

    check_names(x, first, second);
    if (target_is_utf8(first))
        check_scrubbed(x, first);
    target_end(x);
    return 0;
}
