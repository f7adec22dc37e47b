#include "endpoints/certificate/issue.h"

#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/request.h"
#include "endpoints/certificate/sign.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "history/network.h"
#include "http/address.h"
#include "http/device.h"
#include "http/reply.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/limits.h"
#include "store/trail.h"

/* The list has at least 131,072 entries, and four times as many as there are certificates, so that a random
 * index is rarely taken. */
enum { LIST_ENTRIES_LEAST = 131072, SPARE = 4, INDEX_TRIES = 8 };

struct issuing {
    struct exchange *x;
    struct certificate_request request;
    struct signing signing;
    int64_t log_size;
    int64_t version;
    struct claims claims;
    struct view view;
    struct signed_certificate made;
    unsigned tries;
    char until[DATE_TEXT];
};

static continuation issue_on_begun, issue_on_day, issue_on_opened, issue_on_signed, issue_on_issued,
    issue_on_flushed;
static reading_done issue_on_history;
static void sign(struct issuing *i);

static void forget_seed(void *state)
{
    struct issuing *i = state;

    sodium_memzero(i->signing.seed, sizeof(i->signing.seed));
}

void certificate_issue_start(struct exchange *x)
{
    struct issuing *i = exchange_new(x, struct issuing);

    i->x = x;
    exchange_adopt(x, i, forget_seed);
    if (certificate_request_read(x, &i->request))
        db_read(x, QUERY_CERTIFICATE_BEGIN, DB_VALUES(client_text(x), i->request.idempotency_hash),
                issue_on_begun, i);
}

static void reply_issued(struct issuing *i, const struct certificate_number *number, const char *until)
{
    struct exchange *x = i->x;
    const char *at = certificate_path(x, number);

    reply_header(x, "location", at);
    reply_json(x, 201, REPLY_NO_STORE, certificate_issued_json(x, number, until));
}

enum begun { FORMER, FORMER_UNTIL, FORMER_BODY, LOG_SIZE, KID };

static void issue_on_begun(void *state, const struct answer *answer)
{
    struct issuing *i = state;
    struct exchange *x = i->x;
    const struct rows *rows = answer->rows;
    struct certificate_number former;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
    } else if (rows_certificate_number(&x->pool, rows, 0, FORMER, &former)) {
        if (strcmp(rows_text(rows, 0, FORMER_BODY), i->request.body_hash) == 0)
            reply_issued(i, &former, exchange_kept(x, rows_text(rows, 0, FORMER_UNTIL)));
        else
            reply_fault(x, FAULT_KEY_REUSED);
    } else if (!signing_read(&x->pool, x->service->keys, rows, 0, KID, &i->signing)) {
        reply_fault(x, FAULT_NO_SIGNING_KEY);
    } else {
        i->log_size = rows_number(rows, 0, LOG_SIZE);
        limits_take_of(x, LIMIT_LOOKUP_DAY, x->asker.terms.day, 1, &x->asker.client, sizeof(x->asker.client),
                       issue_on_day, i);
    }
}

static void open_share(struct issuing *i)
{
    struct exchange *x = i->x;
    const struct certificate_request *r = &i->request;
    char network[NETWORK_TEXT];

    network_words(address_of(x), network);
    db_write(
        x, QUERY_SHARE_LOOK,
        DB_VALUES(token_hash_text(&x->pool, x->service->keys, r->share), vehicle_key_text(&x->pool, &r->key),
                  r->pin[0] == '\0' ? NULL : code_hash_text(&x->pool, x->service->keys, r->share, r->pin),
                  client_text(x), PURPOSE_EXPORT, exchange_kept(x, network),
                  device_class_code(device_class_of(user_agent_of(x)))),
        issue_on_opened, i);
}

static void issue_on_day(void *state, const struct answer *answer)
{
    struct issuing *i = state;

    if (failed(answer->fault))
        reply_fault(i->x, answer->fault);
    else if (i->request.ground == GROUND_SHARE)
        open_share(i);
    else /* the code is tried where the certificate is stored */
        reading_of_vin(i->x, &i->request.vin, issue_on_history, i);
}

static void issue_on_opened(void *state, const struct answer *answer)
{
    enum { OPENED, PIN_TRIED, TRIES, SCOPE = 5 };
    struct issuing *i = state;
    struct exchange *x = i->x;
    const struct rows *rows = answer->rows;
    enum share_scope scope;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else if (rows->count == 0 || !share_scope_read(rows_text(rows, 0, SCOPE), &scope))
        reply_problem(x, FAULT_SHARE_UNKNOWN, NULL, "/ground/share", NULL);
    else if (!rows_true(rows, 0, OPENED) && rows_true(rows, 0, PIN_TRIED))
        reply_problem(x, FAULT_SHARE_PIN_WRONG,
                      exchange_text(x, "Wrong tries left this hour: %ld.", (long)rows_number(rows, 0, TRIES)),
                      "/ground/pin", NULL);
    else if (!rows_true(rows, 0, OPENED))
        reply_problem(x, FAULT_SHARE_PIN_NEEDED, NULL, "/ground/pin", NULL);
    else if (scope == SHARE_RECORDS)
        reply_problem(x, FAULT_SHARE_TOO_NARROW, NULL, "/ground/share", NULL);
    else
        reading_of_vin(x, &i->request.vin, issue_on_history, i);
}

static void issue_on_history(void *state, const struct reading *reading)
{
    struct issuing *i = state;

    disclose(&i->x->pool, reading->history, AUDIENCE_CERTIFICATE, &i->view);
    i->version = reading->history->vehicle.version;
    sign(i);
}

static unsigned random_index(int64_t certificates)
{
    int64_t entries = LIST_ENTRIES_LEAST;

    while (entries < certificates * SPARE)
        entries *= 2;
    return randombytes_uniform((uint32_t)entries);
}

static void sign(struct issuing *i)
{
    struct exchange *x = i->x;
    const struct certificate_request *r = &i->request;
    struct claims_issue issue = {
        .predecessor = r->predecessor,
        .has_predecessor = r->has_predecessor,
        .issuer = certificate_issuer(x),
        .destination = r->destination,
        .issued_at = clock_wall() / 1000000,
        .status_index = random_index(i->log_size),
        .version = i->version,
    };

    randombytes_buf(issue.number.bytes, sizeof(issue.number.bytes));
    claims_make(&x->pool, &i->view, &issue, &i->claims);
    i->made = (struct signed_certificate){.claims = &i->claims, .signing = i->signing};
    certificate_sign(x, &i->made, issue_on_signed, i);
}

static const char *number_text(struct exchange *x, int64_t number)
{
    return exchange_text(x, "%lld", (long long)number);
}

static const char *sealed(struct issuing *i, enum certificate_column column, h2o_iovec_t plain)
{
    return certificate_seal(&i->x->pool, i->x->service->keys, column, &i->claims.number, plain);
}

/* Whoever waits for it may leave: from here on the look is noted all the same. */
static void store(struct issuing *i)
{
    struct exchange *x = i->x;
    const struct claims *c = &i->claims;
    const struct certificate_request *r = &i->request;
    bool by_code = r->ground == GROUND_CODE;
    h2o_iovec_t secret = by_code ? h2o_iovec_init(r->request, strlen(r->request)) : h2o_iovec_init("", 0);

    x->detached = true;
    db_write(x, QUERY_CERTIFICATE_ISSUE,
             DB_VALUES(certificate_number_bytea(&x->pool, &c->number), client_text(x),
                       vehicle_key_text(&x->pool, &r->key), exchange_kept(x, i->signing.kid),
                       exchange_text(x, "%u", c->status_index), number_text(x, c->issued_at),
                       date_text(c->valid_until, i->until), number_text(x, i->version),
                       sealed(i, CERTIFICATE_REFERENCE, h2o_iovec_init(r->reference, strlen(r->reference))),
                       r->destination, r->language, ground_code(r->ground),
                       r->has_predecessor ? certificate_number_bytea(&x->pool, &r->predecessor) : NULL,
                       sealed(i, CERTIFICATE_CREDENTIAL, i->made.credential),
                       sealed(i, CERTIFICATE_PAPER, h2o_iovec_init(i->made.paper, strlen(i->made.paper))),
                       r->idempotency_hash, r->body_hash,
                       bytea_text(&x->pool, i->made.leaf.bytes, sizeof(i->made.leaf.bytes)),
                       by_code ? token_hash_text(&x->pool, x->service->keys, secret) : NULL,
                       by_code ? code_hash_text(&x->pool, x->service->keys, secret, r->code) : NULL),
             issue_on_issued, i);
}

static void issue_on_signed(void *state, const struct answer *answer)
{
    struct issuing *i = state;

    if (failed(answer->fault) || !i->made.good) {
        reply_fault(i->x, failed(answer->fault) ? answer->fault : FAULT_BUG);
        return;
    }
    store(i);
}

static void refuse(struct issuing *i, const char *fate)
{
    static const struct {
        const char *fate;
        enum fault fault;
        const char *pointer;
    } fates[] = {
        {"other_body",  FAULT_KEY_REUSED,          NULL               },
        {"no_key",      FAULT_NO_SIGNING_KEY,      NULL               },
        {"predecessor", FAULT_PREDECESSOR_UNKNOWN, "/predecessor"     },
        {"wrong",       FAULT_CODE_WRONG,          "/ground/code/code"},
        {"ended",       FAULT_CODE_ENDED,          "/ground/code"     },
    };
    size_t at = 0;

    while (at < sizeof(fates) / sizeof(fates[0]) && strcmp(fates[at].fate, fate) != 0)
        at++;
    if (at == sizeof(fates) / sizeof(fates[0]))
        reply_fault(i->x, FAULT_BUG);
    else
        reply_problem(i->x, fates[at].fault, NULL, fates[at].pointer, NULL);
}

/* The look is in the trail under the exporter's own number of the case. */
static bool leave_line(struct issuing *i)
{
    struct exchange *x = i->x;
    struct trail_line line = {
        .looked_at = clock_wall(),
        .vehicle = i->request.key,
        .client = x->asker.client,
        .version = i->version,
        .audience = AUDIENCE_CERTIFICATE,
        .outcome = i->view.coverage == COVERAGE_RECORDED        ? TRAIL_SHOWN
                   : i->view.coverage == COVERAGE_NONE_RECORDED ? TRAIL_NO_RECORD
                                                                : TRAIL_NOT_COLLECTED,
    };

    strcpy(line.purpose, PURPOSE_EXPORT);
    strcpy(line.reference, i->request.reference);
    return !failed(trail_write(x->service, &line));
}

static void issue_on_issued(void *state, const struct answer *answer)
{
    enum { FATE, NUMBER, VALID_UNTIL };
    struct issuing *i = state;
    struct exchange *x = i->x;
    struct certificate_number former;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    const char *fate = rows_text(answer->rows, 0, FATE);
    if (strcmp(fate, "again") == 0 && rows_certificate_number(&x->pool, answer->rows, 0, NUMBER, &former))
        reply_issued(i, &former, exchange_kept(x, rows_text(answer->rows, 0, VALID_UNTIL)));
    else if (strcmp(fate, "index_taken") == 0 && i->tries++ < INDEX_TRIES)
        sign(i);
    else if (strcmp(fate, "issued") != 0)
        refuse(i, fate);
    else if (!leave_line(i)) /* it stands in the owner's list of certificates all the same */
        reply_fault(x, FAULT_BUSY);
    else
        trail_flush(x, issue_on_flushed, i);
}

static void issue_on_flushed(void *state, const struct answer *answer)
{
    struct issuing *i = state;

    if (failed(answer->fault))
        reply_fault(i->x, answer->fault);
    else
        reply_issued(i, &i->claims.number, i->until);
}
