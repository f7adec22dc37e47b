#include "history/lexicon.h"

#include <stdbool.h>
#include <string.h>

#include "history/clause.h"
#include "history/phrase.h"
#include "history/text.h"

static work_codes work_bit(unsigned work)
{
    return work < WORK_CODE_COUNT ? CODE_BIT(work) : 0;
}

/* What the work on a thing means to a buyer. */
static signal_codes meaning_of(const struct act *act)
{
    unsigned signal = act->thing->signal;
    bool renewed = act->deed == DEED_RENEWED, burst = act->deed == DEED_BURST;

    if (act->in_part || signal == SIGNAL_CODE_COUNT)
        return 0;
    if (signal == SIGNAL_STRUCTURE)
        return act->deed >= DEED_REPAIRED ? CODE_BIT(signal) : 0;
    return renewed || (burst && signal == SIGNAL_AIRBAG) ? CODE_BIT(signal) : 0;
}

/* The code of a thing's own work. Paint makes no structural repair, and a cluster that stays is none that was
 * renewed. */
static work_codes own_work(const struct act *act)
{
    bool is_weighty = act->thing->work == WORK_STRUCTURE || act->thing->work == WORK_ODOMETER;

    if (act->deed == DEED_LOOKED || (act->in_part && is_weighty))
        return 0;
    if (act->thing->work == WORK_STRUCTURE && act->deed == DEED_PAINTED)
        return 0;
    if (act->thing->work == WORK_ODOMETER && act->deed != DEED_RENEWED)
        return CODE_BIT(WORK_ELECTRICAL);
    return work_bit(act->thing->work);
}

void lexicon_read_work(const char *name, work_codes *works, signal_codes *signals)
{
    struct phrase_found found[PHRASES_MOST];
    struct clauses clauses = clauses_of(found, phrases_in(name, found));
    struct clause clause;
    work_codes said = 0;

    while (clause_next(&clauses, &clause)) {
        said |= clause.works;
        *signals |= clause.damages;
        for (size_t i = 0; i < clause.count; i++) {
            said |= own_work(&clause.acts[i]);
            *signals |= meaning_of(&clause.acts[i]);
        }
    }
    if (said != CODE_BIT(WORK_OTHER))
        said &= ~CODE_BIT(WORK_OTHER);
    *works |= said == 0 ? CODE_BIT(WORK_OTHER) : said;
}

static part_codes part_bit(const struct act *act)
{
    return act->thing->part < PART_CODE_COUNT ? CODE_BIT(act->thing->part) : 0;
}

void lexicon_read_part(const char *name, part_codes *parts, signal_codes *signals)
{
    struct phrase_found found[PHRASES_MOST];
    struct clauses clauses = clauses_of(found, phrases_in(name, found));
    struct clause clause;
    part_codes said = 0;

    while (clause_next(&clauses, &clause))
        for (size_t i = 0; i < clause.count; i++) {
            struct act *act = &clause.acts[i];

            if (act->followed) /* by what it only says the place of */
                continue;
            said |= part_bit(act);
            if (act->deed == DEED_NOT_TOLD)
                act->deed = DEED_RENEWED;
            *signals |= meaning_of(act);
        }
    *parts |= said == 0 ? CODE_BIT(PART_OTHER) : said;
}

void lexicon_read_fault(const char *text, signal_codes *signals)
{
    struct phrase_found found[PHRASES_MOST];
    struct clauses clauses = clauses_of(found, phrases_in(text, found));
    struct clause clause;

    while (clause_next(&clauses, &clause)) {
        *signals |= clause.damages;
        for (size_t i = 0; i < clause.count; i++)
            if (clause.acts[i].deed == DEED_BURST)
                *signals |= meaning_of(&clause.acts[i]);
    }
}

static unsigned letters_in(const char *text, size_t length)
{
    const char *end = text + length;
    unsigned letters = 0;

    while (text < end) {
        uint32_t c = text_next(&text, end);
        letters += (c >= 'A' && c <= 'Z') || (c >= 0x4e00 && c < 0xa000);
    }
    return letters;
}

struct lexicon_coverage lexicon_coverage(const char *text)
{
    struct phrase_found found[PHRASES_MOST];
    struct lexicon_coverage coverage = {letters_in(text, strnlen(text, PHRASE_TEXT_MOST)), 0};
    size_t count = phrases_in(text, found);

    for (size_t i = 0; i < count; i++)
        coverage.known += letters_in(text + found[i].at, phrases[found[i].phrase].length);
    return coverage;
}
