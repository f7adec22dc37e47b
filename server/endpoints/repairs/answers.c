#include "endpoints/repairs/answers.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "http/body.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"

enum { KEY_MOST = 255 };

static continuation begin_on_known, settle_on_kept;

/* RFC 8941's string, or the same without quotation marks; empty for what is none. */
static h2o_iovec_t key_of(h2o_iovec_t key)
{
    if (key.len >= 2 && key.base[0] == '"' && key.base[key.len - 1] == '"')
        key = h2o_iovec_init(key.base + 1, key.len - 2);
    for (size_t i = 0; i < key.len; i++)
        if (key.base[i] < ' ' || key.base[i] > '~')
            key.len = 0;
    return key.len > KEY_MOST ? h2o_iovec_init(NULL, 0) : key;
}

static struct keyed_hash request_hash(struct exchange *x)
{
    h2o_iovec_t path = x->req->path_normalized, body = body_bytes(x);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_CONTENT, body.base, body.len);
    char *all = exchange_alloc(x, path.len + sizeof(hash));

    memcpy(all, path.base, path.len);
    memcpy(all + path.len, hash.bytes, sizeof(hash.bytes));
    return keyed_hash(x->service->keys, KEY_CONTENT, all, path.len + sizeof(hash));
}

void answers_begin(struct exchange *x, struct answers *a, answers_continuation *resume, void *state)
{
    ssize_t at = h2o_find_header_by_str(&x->req->headers, H2O_STRLIT("idempotency-key"), -1);

    *a = (struct answers){.x = x, .resume = resume, .state = state};
    if (at < 0) {
        resume(state, &(struct answer_kept){0});
        return;
    }
    h2o_iovec_t key = key_of(x->req->headers.entries[at].value);
    if (key.len == 0) {
        reply_problem(x, FAULT_FIELD_INVALID, "Idempotency-Key is 1 to 255 printable characters.", NULL,
                      NULL);
        return;
    }
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, key.base, key.len);
    struct keyed_hash request = request_hash(x);
    a->key = bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes));
    a->request = bytea_text(&x->pool, request.bytes, sizeof(request.bytes));
    db_write(x, QUERY_REPAIR_REQUEST_BEGIN, DB_VALUES(client_text(x), a->key, a->request), begin_on_known, a);
}

static struct seal_place place_of(const struct answers *a)
{
    const char *row = exchange_text(a->x, "%s %s", client_text(a->x), a->key);

    return (struct seal_place){"repair_request.answer", row, strlen(row)};
}

static void resume_with(struct answers *a, const struct rows *rows)
{
    struct exchange *x = a->x;
    struct answer_kept kept = {.status = (int)rows_number(rows, 0, 1)};
    h2o_iovec_t sealed = rows_bytes(&x->pool, rows, 0, 2);

    if (unseal(&x->pool, x->service->keys, KEY_SEAL, place_of(a), sealed, &kept.body))
        a->resume(a->state, &kept);
    else
        reply_fault(x, FAULT_BUG);
}

static void begin_on_known(void *state, const struct answer *answer)
{
    struct answers *a = state;

    if (failed(answer->fault)) {
        reply_fault(a->x, answer->fault);
        return;
    }
    const char *fate = rows_text(answer->rows, 0, 0);
    if (strcmp(fate, "reused") == 0)
        reply_fault(a->x, FAULT_KEY_REUSED);
    else if (strcmp(fate, "under_way") == 0)
        reply_fault(a->x, FAULT_KEY_IN_USE);
    else if (strcmp(fate, "answered") == 0)
        resume_with(a, answer->rows);
    else
        a->resume(a->state, &(struct answer_kept){0});
}

void answers_settle(struct answers *a, int status, h2o_iovec_t body, void (*settled)(void *state))
{
    struct exchange *x = a->x;
    bool keep = body.len != 0;

    if (a->key == NULL) {
        settled(a->state);
        return;
    }
    a->settled = settled;
    h2o_iovec_t sealed = keep ? seal(&x->pool, x->service->keys, KEY_SEAL, place_of(a), body) : body;
    db_write(x, QUERY_REPAIR_REQUEST_SETTLE,
             DB_VALUES(client_text(x), a->key, keep ? exchange_text(x, "%d", status) : NULL,
                       keep ? bytea_text(&x->pool, sealed.base, sealed.len) : NULL),
             settle_on_kept, a);
}

/* What cannot be kept is under way for a minute, and may then be sent again. */
static void settle_on_kept(void *state, const struct answer *answer)
{
    struct answers *a = state;

    (void)answer;
    a->settled(a->state);
}
