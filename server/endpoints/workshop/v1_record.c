#include <string.h>

#include "core/date.h"
#include "core/die_at.h"
#include "core/log.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/v1.h"
#include "endpoints/workshop/v1_answer.h"
#include "http/body.h"
#include "store/db.h"
#include "store/limits.h"
#include "store/repair_store.h"

/* Programs wait three seconds for an answer; a store that comes back within two is not told to them. */
#define KEEP_TRYING_NS 2000000000
#define PAUSE_NS       200000000

struct upload {
    struct exchange *x;
    h2o_iovec_t body;
    json_t *message; /* NULL: broken */
    const char *token;
    int64_t workshop;
    struct submission submission;
    struct db_values values; /* of the statement that keeps it */
    enum query query;
    enum v1_code told; /* when it is kept */
    const char *detail;
};

static continuation record_on_workshop, record_on_limited, record_on_quarantine_limited, record_on_stored,
    record_on_pause, record_on_lease_over;
static void record_store(struct upload *u);
static void record_quarantine(struct upload *u, const char *reason, const char *detail);

void v1_record_start(struct exchange *x)
{
    struct upload *u = exchange_new(x, struct upload);
    const char *token = NULL;

    u->x = x;
    u->body = body_bytes(x);
    if (!failed(body_json(x, u->body, true, &u->message)))
        token = message_text(x, u->message, "access_token");
    if (token == NULL)
        token = message_find_token(x, u->body);
    if (token == NULL) {
        v1_answer(x, u->message == NULL ? V1_FORMAT : V1_NO_TOKEN, NULL, NULL);
        return;
    }
    u->token = token;
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, token, strlen(token));
    db_read(x, QUERY_WORKSHOP_BY_TOKEN, DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes))),
            record_on_workshop, u);
}

static void record_on_workshop(void *state, const struct answer *answer)
{
    struct upload *u = state;

    if (failed(answer->fault)) {
        v1_explain(u->x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) {
        v1_answer(u->x, V1_NO_TOKEN, NULL, NULL);
        return;
    }
    u->workshop = rows_number(answer->rows, 0, 0);
    limits_take(u->x, LIMIT_WORKSHOP, 1, &u->workshop, sizeof(u->workshop), record_on_limited, u);
}

/* "V1,D1" for the shelf, and the sentences for the workshop. */
static void name_findings(struct upload *u, finding_set findings, const char **codes, const char **sentences)
{
    *codes = *sentences = "";
    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        if (!(findings & (1u << f)) || finding_told(f) == NULL)
            continue;
        *codes = exchange_text(u->x, "%s%s%s", *codes, **codes == '\0' ? "" : ",", finding_code(f));
        *sentences =
            exchange_text(u->x, "%s%s%s", *sentences, **sentences == '\0' ? "" : "；", finding_told(f));
    }
}

static void record_on_limited(void *state, const struct answer *answer)
{
    struct upload *u = state;
    struct raw_submission raw;
    const char *codes, *sentences;

    if (failed(answer->fault)) {
        v1_explain(u->x, answer->fault);
        return;
    }
    if (u->message == NULL) {
        record_quarantine(u, "broken_json", "报文不是合法的 JSON（UTF-8 编码）");
        return;
    }
    if (!message_read_record(u->x, u->message, &raw)) {
        record_quarantine(u, "unreadable", "报文结构无法识别");
        return;
    }
    submission_read(&u->x->pool, &raw, date_today(), &u->submission);
    name_findings(u, u->submission.findings, &codes, &sentences);
    if (findings_quarantine(u->submission.findings)) {
        record_quarantine(u, codes, sentences);
        return;
    }
    u->told = V1_ADDED;
    u->detail = *sentences == '\0' ? NULL : exchange_text(u->x, "请核对：%s", sentences);
    u->query = QUERY_REPAIR_ACCEPT;
    u->values.count = ACCEPT_PARAMETERS;
    repair_accept_parameters(&u->x->pool, u->x->service->keys, &u->submission, u->workshop, "v1", u->body,
                             u->values.value);
    record_store(u);
}

static void record_quarantine(struct upload *u, const char *reason, const char *detail)
{
    struct exchange *x = u->x;

    u->told = V1_QUARANTINED;
    u->detail = detail;
    u->query = QUERY_QUARANTINE_INSERT;
    u->values.count = QUARANTINE_PARAMETERS;
    quarantine_parameters(&x->pool, x->service->keys, u->workshop, "v1", reason, u->token, u->body,
                          u->values.value);
    limits_take(x, LIMIT_QUARANTINE, 1, &u->workshop, sizeof(u->workshop), record_on_quarantine_limited, u);
}

static void record_on_quarantine_limited(void *state, const struct answer *answer)
{
    struct upload *u = state;

    if (failed(answer->fault))
        v1_explain(u->x, answer->fault);
    else
        record_store(u);
}

/* From here on it goes on without the client, who may have left. */
static void record_store(struct upload *u)
{
    u->x->detached = true;
    db_write_together(u->x, u->query, u->values, record_on_stored, u);
}

static void count_outcome(const struct upload *u, const struct rows *rows)
{
    if (u->told == V1_QUARANTINED)
        count(u->x->service, uploads_quarantined);
    else if (strcmp(rows_text(rows, 0, 0), "unchanged") == 0)
        count(u->x->service, uploads_unchanged);
    else
        count(u->x->service, uploads_stored);
}

static void record_on_stored(void *state, const struct answer *answer)
{
    struct upload *u = state;
    struct exchange *x = u->x;
    int64_t now = clock_monotonic();

    if (failed(answer->fault)) {
        /* Whether it was stored or not: sending it again is safe. */
        if (answer->fault != FAULT_STORE_REFUSED && now - x->began < KEEP_TRYING_NS)
            pending_until(x, now + PAUSE_NS, record_on_pause, u);
        else
            v1_explain(x, answer->fault);
        return;
    }
    die_at("after_commit");
    count_outcome(u, answer->rows);
    if (u->told == V1_QUARANTINED) { /* nobody is shown it, so no cache has to be waited for */
        v1_answer(x, u->told, u->detail, NULL);
        return;
    }
#ifdef BROKEN_NOWAIT
    record_on_lease_over(u, answer);
#else
    pending_until(x, now + x->service->settings->lease_ms * 1000000, record_on_lease_over, u);
#endif
}

static void record_on_pause(void *state, const struct answer *answer)
{
    (void)answer;
    record_store(state);
}

/* Now no process trusts a poll that could have missed it. */
static void record_on_lease_over(void *state, const struct answer *answer)
{
    struct upload *u = state;

    (void)answer;
    v1_answer(u->x, u->told, u->detail, NULL);
}
