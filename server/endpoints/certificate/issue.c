#include "endpoints/certificate/issue.h"

#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/certificate/ground.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/request.h"
#include "endpoints/certificate/sign.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "history/sandbox.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/limits.h"
#include "store/suspects.h"
#include "store/vehicle_limit.h"

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

static continuation issue_on_begun, issue_on_day, issue_on_key, issue_on_signed, issue_on_issued;
static reading_done issue_on_history;
static void issue_on_ground(void *state);
static void sign(struct issuing *i);

static void look_for_former(struct issuing *i)
{
    struct exchange *x = i->x;

    db_read(x, QUERY_CERTIFICATE_BEGIN, DB_VALUES(client_text(x), i->request.idempotency_hash),
            issue_on_begun, i);
}

void certificate_issue_start(struct exchange *x)
{
    struct issuing *i = exchange_new(x, struct issuing);

    i->x = x;
    if (certificate_request_read(x, &i->request))
        look_for_former(i);
}

void certificate_issue_for(struct exchange *x, h2o_iovec_t body, h2o_iovec_t key, certificate_issued *resume,
                           void *state)
{
    struct issuing *i = exchange_new(x, struct issuing);

    i->x = x;
    i->request.resume = resume;
    i->request.state = state;
    if (certificate_request_given(x, body, key, &i->request))
        look_for_former(i);
}

/* What this loop counts by itself, as for a look-up. False after an answer. */
static bool admit(struct exchange *x, const struct certificate_request *r)
{
    bool counts = !vin_is_reserved(&r->vin);
    enum fault fault = counts ? suspects_admit(x) : FAULT_NONE;
    const char *detail = NULL;

    if (counts && !failed(fault) && failed(fault = vehicle_limit_take(x, &r->key)))
        detail = "This vehicle was looked up too often today, by you or by all clients together.";
    if (failed(fault))
        reply_problem(x, fault, detail, NULL, NULL);
    return !failed(fault);
}

static void issue_on_begun(void *state, const struct answer *answer)
{
    enum { FORMER, LOG_SIZE = 3, HAS_KEY };
    struct issuing *i = state;
    struct exchange *x = i->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (certificate_again(x, &i->request, rows, FORMER))
        return;
    i->log_size = rows_number(rows, 0, LOG_SIZE);
    if (!rows_true(rows, 0, HAS_KEY))
        reply_fault(x, FAULT_NO_SIGNING_KEY);
    else if (admit(x, &i->request))
        limits_take_of(x, LIMIT_LOOKUP_DAY, x->asker.terms.day, 1, &x->asker.client, sizeof(x->asker.client),
                       issue_on_day, i);
}

static void issue_on_day(void *state, const struct answer *answer)
{
    struct issuing *i = state;

    if (failed(answer->fault))
        reply_fault(i->x, answer->fault);
    else
        ground_find(i->x, &i->request, issue_on_ground, i);
}

static void issue_on_ground(void *state)
{
    struct issuing *i = state;

    reading_of_vin(i->x, &i->request.vin, issue_on_history, i);
}

static void issue_on_history(void *state, const struct reading *reading)
{
    struct issuing *i = state;
    struct exchange *x = i->x;

    disclose(&x->pool, reading->history, AUDIENCE_CERTIFICATE, &i->view);
    i->version = reading->history->vehicle.version;
    if (!vin_is_reserved(&i->request.vin))
        suspects_note(x, &i->request.vin, &i->request.key, i->view.coverage == COVERAGE_RECORDED);
    db_read(x, QUERY_CERTIFICATE_SIGNING, (struct db_values){0}, issue_on_key, i);
}

static void issue_on_key(void *state, const struct answer *answer)
{
    struct issuing *i = state;

    if (failed(answer->fault))
        reply_fault(i->x, answer->fault);
    else if (answer->rows->count == 0 || !signing_read(&i->x->pool, answer->rows, 0, 0, &i->signing))
        reply_fault(i->x, FAULT_NO_SIGNING_KEY);
    else
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

/* As the trail has it. */
static const char *outcome_of(const struct issuing *i)
{
    return i->view.coverage == COVERAGE_RECORDED        ? "shown"
           : i->view.coverage == COVERAGE_NONE_RECORDED ? "no_record"
                                                        : "not_collected";
}

/* The line of the trail comes with it, under the exporter's own number of the case. */
static void store(struct issuing *i)
{
    struct exchange *x = i->x;
    const struct claims *c = &i->claims;
    const struct certificate_request *r = &i->request;

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
                       ground_secret_text(x, r), ground_code_text(x, r), r->document, r->reference,
                       outcome_of(i)),
             issue_on_issued, i);
}

static void issue_on_signed(void *state, const struct answer *answer)
{
    struct issuing *i = state;

    if (failed(answer->fault))
        reply_fault(i->x, answer->fault);
    else if (!i->made.good)
        reply_fault(i->x, signing_refused(i->made.opened));
    else
        store(i);
}

static void refuse(struct issuing *i, const char *fate)
{
    if (strcmp(fate, "other_body") == 0)
        reply_fault(i->x, FAULT_KEY_REUSED);
    else if (strcmp(fate, "no_key") == 0)
        reply_fault(i->x, FAULT_NO_SIGNING_KEY);
    else if (strcmp(fate, "predecessor") == 0)
        reply_problem(i->x, FAULT_PREDECESSOR_UNKNOWN, NULL, "/predecessor", NULL);
    else if (!ground_refuse(i->x, fate))
        reply_fault(i->x, FAULT_BUG);
}

static void issue_on_issued(void *state, const struct answer *answer)
{
    enum { FATE, NUMBER, VALID_UNTIL };
    struct issuing *i = state;
    struct exchange *x = i->x;
    struct certificate_number number;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    const char *fate = rows_text(answer->rows, 0, FATE);
    if ((strcmp(fate, "issued") == 0 || strcmp(fate, "again") == 0) &&
        rows_certificate_number(&x->pool, answer->rows, 0, NUMBER, &number))
        certificate_tell_issued(x, &i->request, &number,
                                exchange_kept(x, rows_text(answer->rows, 0, VALID_UNTIL)));
    else if (strcmp(fate, "index_taken") == 0 && i->tries++ < INDEX_TRIES)
        sign(i);
    else
        refuse(i, fate);
}
