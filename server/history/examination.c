#include "history/examination.h"

#include <stdio.h>
#include <string.h>

#include "history/finding.h"
#include "history/thresholds.h"

/* The gravest first: that is how supervisors read them. Texts with personal data are between workshop and
 * authority: owners see them without it. */
static const struct {
    enum finding finding;
    bool for_owners;
} order[] = {
    {FINDING_K4, true },
    {FINDING_K5, true },
    {FINDING_G2, true },
    {FINDING_G1, true },
    {FINDING_K1, true },
    {FINDING_K3, true },
    {FINDING_K6, true },
    {FINDING_K2, true },
    {FINDING_K7, true },
    {FINDING_U1, true },
    {FINDING_V2, true },
    {FINDING_F1, true },
    {FINDING_O2, true },
    {FINDING_C1, true },
    {FINDING_V4, true },
    {FINDING_D3, true },
    {FINDING_L1, true },
    {FINDING_C2, true },
    {FINDING_N1, true },
    {FINDING_P1, true },
    {FINDING_T1, false},
};
enum { ORDERED = sizeof(order) / sizeof(order[0]) };

const char *examination_rules(const struct thresholds *thresholds, char text[EXAMINATION_RULES_TEXT])
{
    int length = snprintf(text, EXAMINATION_RULES_TEXT, "%d", EXAMINATION_VERSION);

#define NUMBER(member, variable, fallback, least, most, meaning) \
    length += snprintf(text + length, (size_t)(EXAMINATION_RULES_TEXT - length), " %ld", thresholds->member);
    RULE_SETTINGS(NUMBER)
#undef NUMBER
    return text;
}

const char *examination_code(size_t place)
{
    return place < ORDERED ? finding_code(order[place].finding) : NULL;
}

const char *examination_codes(bool for_owners, char text[EXAMINATION_CODES_TEXT])
{
    char *end = stpcpy(text, "{");

    for (size_t i = 0; i < ORDERED; i++)
        if (order[i].for_owners || !for_owners)
            end = stpcpy(stpcpy(end, end == text + 1 ? "" : ","), examination_code(i));
    stpcpy(end, "}");
    return text;
}
