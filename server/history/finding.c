#include "history/finding.h"

#include <stddef.h>
#include <string.h>

bool findings_quarantine(finding_set set)
{
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if ((set & FINDING_BIT(f)) && finding_rule(f)->action == FINDING_REFUSE)
            return true;
    return false;
}

finding_set findings_told(finding_set set)
{
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (finding_told(f) == NULL)
            set &= ~FINDING_BIT(f);
    return set;
}

const char *finding_code(enum finding finding)
{
    return finding_rule(finding)->code;
}

const char *finding_told(enum finding finding)
{
    const struct finding_rule *rule = finding_rule(finding);

    return rule->action == FINDING_REFUSE || rule->action == FINDING_WARN ? rule->zh.found : NULL;
}

const struct finding_words *finding_words(enum finding finding, const char *language)
{
    const struct finding_rule *rule = finding_rule(finding);

    return strcmp(language, "en") == 0 ? &rule->en : &rule->zh;
}

enum finding finding_by_code(const char *code)
{
    enum finding f = 0;

    while (f < FINDING_COUNT && strcmp(finding_code(f), code) != 0)
        f++;
    return f;
}

finding_set findings_parse(const char *text)
{
    finding_set set = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, ",");

        for (enum finding f = 0; f < FINDING_COUNT; f++)
            if (strlen(finding_code(f)) == length && memcmp(finding_code(f), text, length) == 0)
                set |= FINDING_BIT(f);
        text += length + (text[length] == ',');
    }
    return set;
}
