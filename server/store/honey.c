#include "store/honey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/service.h"
#include "store/db.h"

enum { STATE_TEXT = 48 };

struct honey {
    struct vehicle_key *key; /* in order */
    size_t count;
    char state[STATE_TEXT]; /* what PostgreSQL calls all that is there */
    continuation *resume;
    void *resume_state;
};

struct honey *honey_create(void)
{
    struct honey *h = calloc(1, sizeof(*h));

    if (h == NULL)
        abort();
    return h;
}

void honey_destroy(struct honey *h)
{
    free(h->key);
    free(h);
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct vehicle_key));
}

bool honey_has(const struct honey *h, const struct vehicle_key *key)
{
    return h->count != 0 && bsearch(key, h->key, h->count, sizeof(*key), compare) != NULL;
}

/* Rows are: state, key; the key is null when there is none at all. */
static void learn(struct honey *h, const struct rows *rows)
{
    struct vehicle_key *key = calloc((size_t)rows->count, sizeof(*key));
    size_t found = 0;

    if (key == NULL)
        abort();
    for (int i = 0; i < rows->count; i++) {
        const char *hex = rows_text(rows, i, 1);

        found += hex != NULL && sodium_hex2bin(key[found].bytes, sizeof(key->bytes), hex, strlen(hex), NULL,
                                               NULL, NULL) == 0;
    }
    qsort(key, found, sizeof(*key), compare);
    free(h->key);
    h->key = key;
    h->count = found;
    snprintf(h->state, sizeof(h->state), "%s", rows_text(rows, 0, 0));
}

static void on_rows(void *state, const struct answer *answer)
{
    struct honey *h = state;

    if (!failed(answer->fault) && answer->rows->count != 0)
        learn(h, answer->rows);
    h->resume(h->resume_state, answer);
}

void honey_read(struct exchange *x, continuation *resume, void *state)
{
    struct honey *h = x->service->honey;

    h->resume = resume;
    h->resume_state = state;
    db_read(x, QUERY_HONEY_READ, DB_VALUES(h->state), on_rows, h);
}
