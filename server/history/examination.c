#include "history/examination.h"

#include <string.h>

#include "history/finding.h"
#include "history/record.h"
#include "history/verdict.h"

/* The gravest first: that is how supervisors read them. Texts with personal data are between workshop and
 * authority: owners see them without it. */
static const struct {
    const char *code;
    bool for_owners;
} codes[] = {
    {"K4", true },
    {"K5", true },
    {"K1", true },
    {"K3", true },
    {"K6", true },
    {"K2", true },
    {"K7", true },
    {"V2", true },
    {"V4", true },
    {"D3", true },
    {"L1", true },
    {"C2", true },
    {"N1", true },
    {"P1", true },
    {"T1", false},
};
enum { CODE_COUNT = sizeof(codes) / sizeof(codes[0]) };

static bool stands_there(const struct found *found, size_t count, const struct found *one)
{
    for (size_t i = 0; i < count; i++)
        if (found[i].record == one->record && strcmp(found[i].code, one->code) == 0)
            return true;
    return false;
}

static void add(struct found *found, size_t *count, struct found one)
{
    if (*count < FOUND_MOST && !stands_there(found, *count, &one))
        found[(*count)++] = one;
}

size_t examine(const struct history *history, struct found found[FOUND_MOST])
{
    struct verdict verdict = odometer_verdict(history);
    size_t count = 0;

    for (size_t i = 0; i < verdict.evidence_count; i++) {
        const struct verdict_evidence *e = &verdict.evidence[i];

        add(found, &count,
            (struct found){verdict_reason_rule(e->reason), e->record, e->compared, e->against,
                           e->fitting_km});
    }
    for (size_t i = 0; i < history->count; i++)
        for (enum finding f = 0; f < FINDING_COUNT; f++)
            if (history->records[i].findings & FINDING_BIT(f) && finding_told(f) != NULL)
                add(found, &count, (struct found){.code = finding_code(f), .record = i});
    return count;
}

const char *examination_rules(void)
{
    return "1";
}

const char *examination_code(size_t place)
{
    return place < CODE_COUNT ? codes[place].code : NULL;
}

const char *examination_codes(bool for_owners, char text[EXAMINATION_CODES_TEXT])
{
    char *end = stpcpy(text, "{");

    for (size_t i = 0; i < CODE_COUNT; i++)
        if (codes[i].for_owners || !for_owners)
            end = stpcpy(stpcpy(end, end == text + 1 ? "" : ","), codes[i].code);
    stpcpy(end, "}");
    return text;
}
