#include "endpoints/certificate/ground.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/certificate/held.h"
#include "history/network.h"
#include "http/device.h"
#include "http/reply.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"
#include "store/history_store.h"

struct ground_flow {
    struct exchange *x;
    const struct certificate_request *request;
    void (*next)(void *state);
    void *state;
};

static continuation share_on_opened, code_on_tried, document_on_row;

bool ground_refuse(struct exchange *x, const char *fate)
{
    static const struct {
        const char *fate;
        enum fault fault;
        const char *pointer;
    } fates[] = {
        {"wrong",            FAULT_CODE_WRONG,       "/ground/code/code"},
        {"ended",            FAULT_CODE_ENDED,       "/ground/code"     },
        {"share_unknown",    FAULT_SHARE_UNKNOWN,    "/ground/share"    },
        {"share_too_narrow", FAULT_SHARE_TOO_NARROW, "/ground/share"    },
        {"document_unknown", FAULT_DOCUMENT_UNKNOWN, "/ground/document" },
        {"document_waiting", FAULT_DOCUMENT_WAITING, "/ground/document" },
        {"document_refused", FAULT_DOCUMENT_REFUSED, "/ground/document" },
        {"document_ended",   FAULT_DOCUMENT_ENDED,   "/ground/document" },
    };

    for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
        if (strcmp(fates[i].fate, fate) == 0) {
            reply_problem(x, fates[i].fault, NULL, fates[i].pointer, NULL);
            return true;
        }
    return false;
}

static h2o_iovec_t secret_of(const struct certificate_request *r)
{
    return r->ground == GROUND_SHARE ? r->share : h2o_iovec_init(r->request, strlen(r->request));
}

const char *ground_secret_text(struct exchange *x, const struct certificate_request *r)
{
    return r->ground == GROUND_DOCUMENT ? NULL : token_hash_text(&x->pool, x->service->keys, secret_of(r));
}

const char *ground_code_text(struct exchange *x, const struct certificate_request *r)
{
    return r->ground != GROUND_CODE ? NULL
                                    : code_hash_text(&x->pool, x->service->keys, secret_of(r), r->code);
}

bool certificate_again(struct exchange *x, const struct certificate_request *r, const struct rows *rows,
                       int column)
{
    struct certificate_number former;

    if (!rows_certificate_number(&x->pool, rows, 0, column, &former))
        return false;
    if (strcmp(rows_text(rows, 0, column + 2), r->body_hash) == 0)
        certificate_tell_issued(x, r, &former, exchange_kept(x, rows_text(rows, 0, column + 1)));
    else
        reply_fault(x, FAULT_KEY_REUSED);
    return true;
}

/* Whether a program, a form or a line of a batch opens a link, its owner is told by whom and what for. */
static void open_share(struct ground_flow *f)
{
    struct exchange *x = f->x;
    const struct certificate_request *r = f->request;

    db_write(
        x, QUERY_SHARE_LOOK,
        DB_VALUES(ground_secret_text(x, r), vehicle_key_text(&x->pool, &r->key),
                  r->pin[0] == '\0' ? NULL : code_hash_text(&x->pool, x->service->keys, r->share, r->pin),
                  client_text(x), PURPOSE_EXPORT, NETWORK_NONE, device_class_code(DEVICE_OTHER)),
        share_on_opened, f);
}

static void share_on_opened(void *state, const struct answer *answer)
{
    enum { OPENED, PIN_TRIED, TRIES, SCOPE = 5, CERTIFIES = 8 };
    struct ground_flow *f = state;
    struct exchange *x = f->x;
    const struct rows *rows = answer->rows;
    enum share_scope scope;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else if (rows->count == 0 || !share_scope_read(rows_text(rows, 0, SCOPE), &scope))
        ground_refuse(x, "share_unknown");
    else if (!rows_true(rows, 0, OPENED) && rows_true(rows, 0, PIN_TRIED))
        reply_problem(x, FAULT_SHARE_PIN_WRONG,
                      exchange_text(x, "Wrong tries left this hour: %ld.", (long)rows_number(rows, 0, TRIES)),
                      "/ground/pin", NULL);
    else if (!rows_true(rows, 0, OPENED))
        reply_problem(x, FAULT_SHARE_PIN_NEEDED, NULL, "/ground/pin", NULL);
    else if (scope != SHARE_FULL || !rows_true(rows, 0, CERTIFIES))
        ground_refuse(x, "share_too_narrow");
    else
        f->next(f->state);
}

static void code_on_tried(void *state, const struct answer *answer)
{
    enum { FATE, FORMER };
    struct ground_flow *f = state;

    if (failed(answer->fault)) {
        reply_fault(f->x, answer->fault);
        return;
    }
    const char *fate = rows_text(answer->rows, 0, FATE);
    if (strcmp(fate, "given") == 0)
        f->next(f->state);
    else if (!certificate_again(f->x, f->request, answer->rows, FORMER))
        ground_refuse(f->x, fate);
}

static void document_on_row(void *state, const struct answer *answer)
{
    enum { VEHICLE, STATE, IS_OVER = 7 };
    struct ground_flow *f = state;
    struct exchange *x = f->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    h2o_iovec_t key = rows->count == 0 ? h2o_iovec_init(NULL, 0) : rows_bytes(&x->pool, rows, 0, VEHICLE);
    if (!h2o_memis(key.base, key.len, f->request->key.bytes, sizeof(f->request->key.bytes)))
        ground_refuse(x, "document_unknown");
    else if (strcmp(rows_text(rows, 0, STATE), "open") == 0)
        ground_refuse(x, "document_waiting");
    else if (strcmp(rows_text(rows, 0, STATE), "refused") == 0)
        ground_refuse(x, "document_refused");
    else if (rows_true(rows, 0, IS_OVER))
        ground_refuse(x, "document_ended");
    else
        f->next(f->state);
}

void ground_find(struct exchange *x, const struct certificate_request *r, void (*next)(void *state),
                 void *state)
{
    struct ground_flow *f = exchange_new(x, struct ground_flow);

    *f = (struct ground_flow){.x = x, .request = r, .next = next, .state = state};
    switch (r->ground) {
    case GROUND_SHARE: open_share(f); break;
    case GROUND_CODE:
        db_write(x, QUERY_CERTIFICATE_CODE_TRY,
                 DB_VALUES(client_text(x), vehicle_key_text(&x->pool, &r->key), ground_secret_text(x, r),
                           ground_code_text(x, r), r->idempotency_hash),
                 code_on_tried, f);
        break;
    default:
        db_read(x, QUERY_CERTIFICATE_DOCUMENT_READ, DB_VALUES(client_text(x), r->document), document_on_row,
                f);
    }
}
