#include "store/unknown_phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "history/unknown_phrase.h"
#include "store/db.h"

struct said {
    int64_t workshop;
    long count;
    char phrase[UNKNOWN_TEXT];
};

struct table {
    size_t count;
    struct said said[UNKNOWN_PHRASES_MOST];
};

enum { ITEM = UNKNOWN_TEXT + 8, DIGEST_ITEM = 2 * HASH_BYTES + 8, NUMBER_ITEM = 24 };

struct unknown_phrases {
    struct table gathered, writing; /* the latter is on its way */
    struct exchange *x;
    continuation *resume;
    void *state;
    char digests[UNKNOWN_PHRASES_MOST * DIGEST_ITEM], phrases[UNKNOWN_PHRASES_MOST * ITEM],
        workshops[UNKNOWN_PHRASES_MOST * NUMBER_ITEM],
        counts[UNKNOWN_PHRASES_MOST * NUMBER_ITEM]; /* as PostgreSQL reads arrays */
};

static continuation write_on_done;

struct unknown_phrases *unknown_phrases_create(void)
{
    struct unknown_phrases *phrases = calloc(1, sizeof(*phrases));

    if (phrases == NULL)
        abort();
    return phrases;
}

void unknown_phrases_destroy(struct unknown_phrases *phrases)
{
    free(phrases);
}

static void add(struct service *service, const struct said *more)
{
    struct table *t = &service->unknown_phrases->gathered;

    for (size_t i = 0; i < t->count; i++)
        if (t->said[i].workshop == more->workshop && strcmp(t->said[i].phrase, more->phrase) == 0) {
            t->said[i].count += more->count;
            return;
        }
    if (t->count == UNKNOWN_PHRASES_MOST)
        count(service, unknown_phrases_untold);
    else
        t->said[t->count++] = *more;
}

void unknown_phrases_note(struct service *service, int64_t workshop, const char *phrase)
{
    struct said said = {.workshop = workshop, .count = 1};

    snprintf(said.phrase, sizeof(said.phrase), "%s", phrase);
    add(service, &said);
}

/* Letters need no escape; quotes keep NULL from being none. */
static void write_lists(struct unknown_phrases *p)
{
    char *digests = p->digests, *phrases = p->phrases, *workshops = p->workshops, *counts = p->counts;

    for (size_t i = 0; i < p->writing.count; i++) {
        const struct said *said = &p->writing.said[i];
        char lead = i == 0 ? '{' : ',', hex[2 * HASH_BYTES + 1];
        struct keyed_hash digest =
            keyed_hash(p->x->service->keys, KEY_PHRASE, said->phrase, strlen(said->phrase));

        sodium_bin2hex(hex, sizeof(hex), digest.bytes, sizeof(digest.bytes));
        digests += sprintf(digests, "%c\"\\\\x%s\"", lead, hex);
        phrases += sprintf(phrases, "%c\"%s\"", lead, said->phrase);
        workshops += sprintf(workshops, "%c%lld", lead, (long long)said->workshop);
        counts += sprintf(counts, "%c%ld", lead, said->count);
    }
    strcpy(digests, "}");
    strcpy(phrases, "}");
    strcpy(workshops, "}");
    strcpy(counts, "}");
}

void unknown_phrases_write(struct unknown_phrases *p, struct exchange *x, continuation *resume, void *state)
{
    p->x = x;
    p->resume = resume;
    p->state = state;
    p->writing = p->gathered;
    p->gathered.count = 0;
    if (p->writing.count == 0) {
        resume(state, &(struct answer){.fault = FAULT_NONE});
        return;
    }
    write_lists(p);
    db_write(x, QUERY_UNKNOWN_PHRASES_ADD, DB_VALUES(p->digests, p->phrases, p->workshops, p->counts),
             write_on_done, p);
}

static void write_on_done(void *state, const struct answer *answer)
{
    struct unknown_phrases *p = state;

    for (size_t i = 0; failed(answer->fault) && i < p->writing.count; i++)
        add(p->x->service, &p->writing.said[i]);
    p->resume(p->state, answer);
}
