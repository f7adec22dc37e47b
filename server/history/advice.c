#include "history/advice.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>

#include "core/json_text.h"

enum { SENTENCES_BYTES = 512, NUMBER_TEXT = 24 };

struct advice advice_of(const struct submission *submission)
{
    struct advice advice = {.findings = findings_told(submission->findings)};

    if (advice.findings & FINDING_BIT(FINDING_V2))
        advice.vin_count = vin_suggest(&submission->vin, advice.vins);
    return advice;
}

void advice_add(struct advice *advice, const struct found *found, size_t count, size_t own)
{
    for (size_t i = 0; i < count; i++) {
        if (found[i].record != own || found[i].workshop == 0)
            continue;
        advice->findings |= FINDING_BIT(found[i].finding);
        if (found[i].suggested_km != 0)
            advice->suggested_km = found[i].suggested_km;
    }
}

static void put_vins(struct json_text *t, const struct advice *advice, bool english)
{
    json_raw(t, english ? " Did you mean " : "（是否应为 ");
    for (size_t i = 0; i < advice->vin_count; i++) {
        json_raw(t, i == 0 ? "" : english ? " or " : " 或 ");
        json_raw(t, advice->vins[i].text);
    }
    json_raw(t, english ? "?" : "？）");
}

static void put_km(struct json_text *t, const struct advice *advice, bool english)
{
    char number[NUMBER_TEXT];

    snprintf(number, sizeof(number), "%ld", advice->suggested_km);
    json_raw(t, english ? " Did you mean " : "（是否应为 ");
    json_raw(t, number);
    json_raw(t, english ? " km?" : " 公里？）");
}

const char *advice_text(h2o_mem_pool_t *pool, const struct advice *advice, const char *language)
{
    struct json_text t = json_text_new(pool, SENTENCES_BYTES);
    bool english = strcmp(language, "en") == 0, any = false;

    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        if (!(advice->findings & FINDING_BIT(f)))
            continue;
        json_raw(&t, !any ? "" : english ? " " : "；");
        json_raw(&t, finding_words(f, language)->found);
        if (f == FINDING_V2 && advice->vin_count > 0)
            put_vins(&t, advice, english);
        if (f == FINDING_K6 && advice->suggested_km != 0)
            put_km(&t, advice, english);
        any = true;
    }
    h2o_iovec_t bytes = json_text_bytes(&t);
    return any ? h2o_strdup(pool, bytes.base, bytes.len).base : NULL;
}
