#include "history/share.h"

#include <string.h>

#include "history/record.h"
#include "history/text.h"

static const struct {
    const char *code;
    enum audience audience;
} scopes[SHARE_SCOPE_COUNT] = {
    [SHARE_SUMMARY] = {"summary", AUDIENCE_PLATFORM     },
    [SHARE_FULL] = {"full",    AUDIENCE_BUYER        },
    [SHARE_RECORDS] = {"records", AUDIENCE_BUYER_OF_PART},
};

const int share_offered_hours[] = {1, 24, 3 * 24, SHARE_USUAL_HOURS, 30 * 24, SHARE_MOST_HOURS, 0};

const char *share_scope_code(enum share_scope scope)
{
    return scopes[scope].code;
}

bool share_scope_read(const char *code, enum share_scope *scope)
{
    for (unsigned s = 0; s < SHARE_SCOPE_COUNT; s++)
        if (code != NULL && strcmp(code, scopes[s].code) == 0) {
            *scope = (enum share_scope)s;
            return true;
        }
    return false;
}

enum audience share_audience(enum share_scope scope)
{
    return scopes[scope].audience;
}

bool share_hours_read(const char *typed, int *hours)
{
    enum { DIGITS = 4 };
    int number = 0;

    if (typed == NULL || *typed == '\0' || strlen(typed) > DIGITS)
        return false;
    for (const char *c = typed; *c != '\0'; c++) {
        if (*c < '0' || *c > '9')
            return false;
        number = number * 10 + *c - '0';
    }
    if (number < SHARE_LEAST_HOURS || number > SHARE_MOST_HOURS)
        return false;
    *hours = number;
    return true;
}

bool share_pin_read(const char *typed, char pin[SHARE_PIN_TEXT])
{
    const char *end = typed + strlen(typed);
    size_t count = 0;

    while (typed < end) {
        uint32_t c = text_half_width(text_next(&typed, end));

        if (c == ' ')
            continue;
        if (c < '0' || c > '9' || count == SHARE_PIN_TEXT - 1)
            return false;
        pin[count++] = (char)c;
    }
    pin[count] = '\0';
    return count == SHARE_PIN_TEXT - 1;
}

static bool is_among(int64_t id, const int64_t *records, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (records[i] == id)
            return true;
    return false;
}

void share_choose(h2o_mem_pool_t *pool, const struct history *history, const int64_t *records, size_t count,
                  struct history *chosen)
{
    struct record *kept = h2o_mem_alloc_pool(pool, sizeof(*kept) * (history->count + 1));
    size_t found = 0;

    for (size_t i = 0; i < history->count; i++)
        if (is_among(history->records[i].id, records, count))
            kept[found++] = history->records[i];
    *chosen = *history;
    chosen->records = kept;
    chosen->count = found;
    chosen->total = history->total > history->count ? history->total : history->count;
}
