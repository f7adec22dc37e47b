#include "endpoints/client/errand.h"

#include <string.h>

#include "core/date.h"
#include "endpoints/certificate/exporter.h"
#include "http/address.h"
#include "store/asker.h"
#include "store/db.h"

struct errand {
    struct exchange *x;
    void (*resume)(void *state, struct exchange *own);
    void (*refused)(void *state, const struct refusal *refusal);
    void *state;
};

static continuation errand_on_client;

void errand_begin(struct exchange *x, void (*resume)(void *state, struct exchange *own),
                  void (*refused)(void *state, const struct refusal *refusal), void *state)
{
    struct errand *e = exchange_new(x, struct errand);

    *e = (struct errand){x, resume, refused, state};
    db_read(x, QUERY_CERTIFICATE_EXPORTER,
            DB_VALUES(administered_text(x),
                      exchange_text(x, "%lld", (long long)china_day_begins(china_day(clock_wall())))),
            errand_on_client, e);
}

int errand_status(enum fault fault)
{
    return fault == FAULT_LIMIT || fault_status(fault) >= 500 ? fault_status(fault) : 200;
}

void errand_end(struct exchange *x, struct exchange *own)
{
    if (own == NULL)
        return;
    exchange_release(own);
    exchange_release(x);
}

static void errand_on_client(void *state, const struct answer *answer)
{
    struct errand *e = state;
    struct exchange *x = e->x;
    struct asker client;
    enum fault fault = answer->fault;

    if (!failed(fault) && (answer->rows->count == 0 || !exporter_read(&client, answer->rows, 0, 0)))
        fault = FAULT_CONTRACT_ENDED;
    if (failed(fault)) {
        e->refused(e->state, &(struct refusal){.fault = fault});
        return;
    }
    struct exchange *own = exchange_part(x);
    exchange_hold(x);
    own->asker = client;
    memcpy(own->address, address_of(x), sizeof(own->address));
    own->refused = e->refused;
    own->refused_state = e->state;
    exchange_hold(own); /* it may end at once */
    e->resume(e->state, own);
    exchange_release(own);
}
