#include "store/usage_count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

/* Clients, purposes and outcomes of what is drained at once; places are twice as many, so that few collide.
 */
enum { KINDS = 512, PLACES = 2 * KINDS, ITEM = PURPOSE_BYTES + 4, LISTS = 5 };

struct kind {
    int64_t client, day;
    char purpose[PURPOSE_BYTES];
    enum trail_outcome outcome;
    long count; /* 0: nothing is here */
};

struct usage_count {
    size_t kinds;
    struct kind place[PLACES];
};

const char *trail_outcome_code(enum trail_outcome outcome)
{
    static const char *const codes[] = {"shown", "no_record", "not_collected"};

    return codes[outcome];
}

struct usage_count *usage_count_create(void)
{
    struct usage_count *u = calloc(1, sizeof(*u));

    if (u == NULL)
        abort();
    return u;
}

void usage_count_destroy(struct usage_count *u)
{
    free(u);
}

void usage_count_begin(struct usage_count *u)
{
    memset(u, 0, sizeof(*u));
}

static bool is_of(const struct kind *k, const struct trail_line *line, int64_t day)
{
    return k->client == line->client && k->day == day && k->outcome == line->outcome &&
           strcmp(k->purpose, line->purpose) == 0;
}

/* Its place, or the free one where it belongs: there is always one. */
static struct kind *place_of(struct usage_count *u, const struct trail_line *line, int64_t day)
{
    uint64_t hash = (uint64_t)line->client * 31 + (uint64_t)day + line->outcome;

    for (const char *c = line->purpose; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001b3; /* FNV-1a */
    for (size_t at = hash % PLACES;; at = (at + 1) % PLACES)
        if (u->place[at].count == 0 || is_of(&u->place[at], line, day))
            return &u->place[at];
}

bool usage_count_add(struct usage_count *u, const struct trail_line *line)
{
    int64_t day = china_day(line->looked_at);
    struct kind *k;

    if (line->client == 0)
        return true;
    k = place_of(u, line, day);
    if (k->count == 0 && u->kinds == KINDS)
        return false;
    if (k->count++ != 0)
        return true;
    u->kinds++;
    k->client = line->client;
    k->day = day;
    k->outcome = line->outcome;
    memcpy(k->purpose, line->purpose, sizeof(k->purpose));
    return true;
}

/* A purpose is a code; the quotes keep one that is not from ending the list. */
static void write_item(const struct kind *k, int list, char item[ITEM])
{
    switch (list) {
    case 0: snprintf(item, ITEM, "%lld", (long long)k->client); break;
    case 1: snprintf(item, ITEM, "%lld", (long long)k->day); break;
    case 2: snprintf(item, ITEM, "\"%s\"", k->purpose); break;
    case 3: snprintf(item, ITEM, "%s", trail_outcome_code(k->outcome)); break;
    default: snprintf(item, ITEM, "%ld", k->count);
    }
}

/* As PostgreSQL reads an array. */
static char *list_of(const struct usage_count *u, int list)
{
    char *text = malloc(u->kinds * ITEM + 3), *end = text, item[ITEM];

    if (text == NULL)
        abort();
    for (size_t i = 0; i < PLACES; i++) {
        if (u->place[i].count == 0)
            continue;
        write_item(&u->place[i], list, item);
        end += sprintf(end, "%c%s", end == text ? '{' : ',', item);
    }
    strcpy(end, "}");
    return text;
}

bool usage_count_store(const struct usage_count *u, PGconn *pg)
{
    const char *values[LISTS];

    if (u->kinds == 0)
        return true;
    for (int i = 0; i < LISTS; i++)
        values[i] = list_of(u, i);
    /* In the order that all drains keep, so that none waits for another that waits for it. */
    PGresult *result =
        PQexecParams(pg,
                     "INSERT INTO client_usage (client_id, day, purpose, outcome, count) "
                     "SELECT client_id, date '1970-01-01' + day, purpose, outcome, count "
                     "FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::bigint[]) "
                     "AS seen (client_id, day, purpose, outcome, count) ORDER BY 1, 2, 3, 4 "
                     "ON CONFLICT (client_id, day, purpose, outcome) DO UPDATE SET count = "
                     "client_usage.count + EXCLUDED.count",
                     LISTS, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    for (int i = 0; i < LISTS; i++)
        free((char *)values[i]);
    return good;
}
