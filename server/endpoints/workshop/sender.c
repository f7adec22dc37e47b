#include "endpoints/workshop/sender.h"

#include <string.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "http/address.h"
#include "store/db.h"

enum { PLACES = 8192, MOST_WRONG = 60 };
#define HOUR_NS ((int64_t)3600 * 1000000000)

/* Two that fall into one place push each other out, and are counted as anybody until they are known again. */
struct known_address {
    struct blind_index address;
    int wrong;
    bool right; /* some were */
    int64_t until;
};

static _Thread_local struct known_address addresses[PLACES];

static struct known_address *place_of(struct exchange *x, struct blind_index *index)
{
    const char *address = address_of(x);
    uint32_t at;

    *index = short_index(x->service->keys, KEY_ADDRESS, address, strlen(address));
    memcpy(&at, index->bytes, sizeof(at));
    return &addresses[at % PLACES];
}

static bool is_of(const struct known_address *k, const struct blind_index *index)
{
    return k->until > clock_monotonic() && memcmp(&k->address, index, sizeof(*index)) == 0;
}

bool sender_is_known(struct exchange *x)
{
    struct blind_index index;
    const struct known_address *k = place_of(x, &index);

    return is_of(k, &index) && k->right && k->wrong < MOST_WRONG;
}

void sender_note(struct exchange *x, bool right)
{
    struct blind_index index;
    struct known_address *k = place_of(x, &index);

    if (!is_of(k, &index))
        *k = (struct known_address){.address = index, .until = clock_monotonic() + HOUR_NS};
    k->right |= right;
    k->wrong += !right;
}

struct finding_sender {
    struct exchange *x;
    int64_t *workshop;
    continuation *resume;
    void *state;
};

static void sender_on_rows(void *state, const struct answer *answer)
{
    struct finding_sender *f = state;
    enum fault fault = answer->fault;

    if (!failed(fault)) {
        bool right = answer->rows->count != 0;
        sender_note(f->x, right);
        if (right)
            *f->workshop = rows_number(answer->rows, 0, 0);
        else
            fault = FAULT_TOKEN_EXPIRED;
    }
    f->resume(f->state, &(struct answer){.fault = fault});
}

void sender_find(struct exchange *x, const char *token, int64_t *workshop, continuation *resume, void *state)
{
    struct finding_sender *f = exchange_new(x, struct finding_sender);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, token, strlen(token));

    *f = (struct finding_sender){x, workshop, resume, state};
    db_read(x, QUERY_WORKSHOP_BY_TOKEN, DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes))),
            sender_on_rows, f);
}
