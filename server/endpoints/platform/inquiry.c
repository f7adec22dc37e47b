#include "endpoints/platform/inquiry.h"

#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/platform/reference.h"
#include "endpoints/platform/sandbox.h"
#include "history/record.h"
#include "http/reply.h"
#include "render/summary.h"
#include "store/cache.h"
#include "store/history_store.h"
#include "store/summaries.h"
#include "store/suspects.h"

struct inquiries {
    struct exchange *x;
    struct inquiry *first;
    size_t asked;
    struct inquiry **missed;  /* in memory */
    struct vehicle_key *keys; /* theirs */
    size_t count;             /* of them */
    size_t open;              /* not answered yet */
    void (*answered)(void *state);
    void *state;
};

/* What is cached: this, then the body or the coverage member of the problem document. */
struct finding_head {
    int64_t version, shown_version;
    int64_t outcome; /* no padding, which would go to Redis as it is */
};

static continuation on_cached, on_rows;

static enum fault read_vin(struct inquiry *q, const struct member *m)
{
    if (m->kind == MEMBER_ABSENT)
        return FAULT_VIN_MISSING;
    if (m->kind != MEMBER_TEXT)
        return FAULT_VIN_MALFORMED;
    switch (vin_parse(&q->vin, m->text.base, m->text.len)) {
    case VIN_OK: return FAULT_NONE;
    case VIN_MISSING: return FAULT_VIN_MISSING;
    default: return FAULT_VIN_MALFORMED;
    }
}

static void refuse(struct inquiry *q, enum fault fault, const char *detail, const char *pointer)
{
    q->fault = fault;
    q->detail = detail;
    q->pointer = pointer;
}

void inquiry_read_reason(const struct exchange *x, struct inquiry *q,
                         const struct member members[INQUIRY_MEMBERS])
{
    const struct member *purpose = &members[INQUIRY_PURPOSE], *reference = &members[INQUIRY_REFERENCE];

    /* Whatever else is wrong, the reference tells the client which of its questions it was. */
    q->line.reference[0] = '\0';
    bool referred = reference->kind == MEMBER_TEXT && reference_read(reference->text, q->line.reference);
    if (failed(q->fault))
        return;
    if (purpose->kind != MEMBER_TEXT || !purpose_parse(purpose->text.base, purpose->text.len, &q->purpose))
        refuse(q, FAULT_FIELD_INVALID, "purpose is " PURPOSE_LIST ".", "/purpose");
    else if ((x->asker.terms.purposes >> q->purpose & 1) == 0)
        refuse(q, FAULT_PURPOSE_NOT_AGREED, NULL, "/purpose");
    else if (!referred)
        refuse(q, FAULT_FIELD_INVALID, REFERENCE_RULE, "/reference");
    else {
        strcpy(q->line.purpose, purpose_code(q->purpose));
        q->key = vehicle_key_of(x->service->keys, &q->vin);
    }
}

void inquiry_read(const struct exchange *x, struct inquiry *q, const struct member members[INQUIRY_MEMBERS])
{
    enum fault fault = read_vin(q, &members[INQUIRY_VIN]);

    if (failed(fault))
        refuse(q, fault, NULL, "/vin");
    else if (sandbox_bars(x, &q->vin))
        refuse(q, FAULT_SANDBOX_ONLY, NULL, "/vin");
    inquiry_read_reason(x, q, members);
}

void inquiry_name(const struct exchange *x, const struct inquiry *q, char text[INQUIRY_NAMED])
{
    const struct keys *keys = x->service->keys;
    char *end = stpcpy(text, "\"handle\":\"");

    handle_make(keys, x->asker.client, &q->vin, q->line.epoch, end);
    end = stpcpy(end + HANDLE_TEXT - 1, "\"");
    if (q->age != 0)
        end += snprintf(end, sizeof(",\"age\":3600"), ",\"age\":%ld", q->age);
    if (failed(q->fault))
        return;
    char etag[ETAG_TEXT];
    etag_make(keys, q->key.bytes, q->shown_version, etag);
    end = mempcpy(stpcpy(end, ",\"etag\":\"\\\""), etag + 1, ETAG_TEXT - 3);
    strcpy(end, "\\\"\"");
}

void inquiry_tell_age(struct exchange *x, const struct inquiry *q)
{
    if (q->age != 0)
        reply_header(x, "age", exchange_text(x, "%ld", q->age));
}

void inquiry_settle(struct exchange *x, struct inquiry *q, enum audience audience, int64_t version,
                    int64_t shown_version, enum trail_outcome outcome, h2o_iovec_t words)
{
    static const enum fault fault[] = {[TRAIL_SHOWN] = FAULT_NONE,
                                       [TRAIL_NO_RECORD] = FAULT_NO_RECORD,
                                       [TRAIL_NOT_COLLECTED] = FAULT_NOT_COLLECTED};

    q->line.looked_at = clock_wall();
    if (!q->by_handle)
        q->line.epoch = handle_epoch(q->line.looked_at / 1000000);
    q->line.vehicle = q->key;
    q->line.client = x->asker.client;
    q->line.version = version;
    q->shown_version = shown_version;
    q->line.audience = (uint8_t)audience;
    q->line.outcome = (uint8_t)outcome;
    q->fault = trail_write(x->service, &q->line);
    if (failed(q->fault))
        return;
    if (!q->by_handle)
        suspects_note(x, &q->vin, &q->key, outcome == TRAIL_SHOWN);
    count(x->service, lookups);
    q->words = words;
    q->fault = fault[outcome];
}

enum trail_outcome inquiry_outcome(enum coverage_status coverage)
{
    static const enum trail_outcome outcome[] = {
        [COVERAGE_RECORDED] = TRAIL_SHOWN,
        [COVERAGE_NONE_RECORDED] = TRAIL_NO_RECORD,
        [COVERAGE_NOT_COLLECTED] = TRAIL_NOT_COLLECTED,
    };

    return outcome[coverage];
}

static void settle_found(struct exchange *x, struct inquiry *q, h2o_iovec_t found)
{
    struct finding_head head;

    memcpy(&head, found.base, sizeof(head));
    inquiry_settle(x, q, x->audience, head.version, head.shown_version, (enum trail_outcome)head.outcome,
                   h2o_iovec_init(found.base + sizeof(head), found.len - sizeof(head)));
}

static void settle_cached(struct exchange *x, struct inquiry *q, h2o_iovec_t found)
{
    q->age = cache_age(x->service);
    if (q->age != 0)
        count(x->service, lookups_aged);
    settle_found(x, q, found);
}

static void look_in_memory(struct inquiries *all)
{
    struct exchange *x = all->x;

    for (struct inquiry *q = all->first; q < all->first + all->asked; q++) {
        if (failed(q->fault))
            continue;
        h2o_iovec_t found = cache_look(x, &q->key);
        if (found.len == 0) {
            q->among = all;
            all->keys[all->count] = q->key;
            all->missed[all->count++] = q;
            continue;
        }
        count(x->service, lookups_memory);
        settle_cached(x, q, found);
    }
}

static void look(void *state)
{
    struct inquiries *all = state;

    look_in_memory(all);
    if (all->count == 0)
        all->answered(all->state);
    else
        cache_get(all->x, CACHED_SUMMARY, all->keys, all->count, on_cached, all);
}

void inquiries_answer(struct exchange *x, struct inquiry *first, size_t count, void (*answered)(void *state),
                      void *state)
{
    struct inquiries *all = exchange_new(x, struct inquiries);

    *all = (struct inquiries){.x = x, .first = first, .asked = count, .answered = answered, .state = state};
    all->missed = exchange_alloc(x, sizeof(struct inquiry *) * count);
    all->keys = exchange_alloc(x, sizeof(*all->keys) * count);
    sandbox_act(x, first, count, look, all);
}

static void on_cached(void *state, const struct answer *answer)
{
    struct inquiries *all = state;
    struct exchange *x = all->x;

    for (size_t i = 0; i < all->count; i++) {
        struct inquiry *q = all->missed[i];

        if (answer->values[i].len > sizeof(struct finding_head)) {
            count(x->service, lookups_redis);
            settle_cached(x, q, answer->values[i]);
            continue;
        }
        count(x->service, lookups_postgres);
        all->open++;
        summaries_read(x, &q->key, on_rows, q);
    }
    if (all->open == 0)
        all->answered(all->state);
}

static h2o_iovec_t build(struct exchange *x, const struct inquiry *q, const struct rows *rows, uint64_t *xmin,
                         int64_t *version)
{
    struct history history;
    struct view view;

    history_from_rows(&x->pool, x->service->keys, rows, &q->key, &q->vin, &history, xmin);
    disclose(&x->pool, &history, x->audience, &view);
    *version = history.vehicle.version;
    struct finding_head head = {.version = *version,
                                .shown_version = history.vehicle.shown_version,
                                .outcome = inquiry_outcome(view.coverage)};
    h2o_iovec_t words = view.coverage == COVERAGE_RECORDED ? render_summary(&x->pool, &view)
                                                           : render_coverage(&x->pool, &view);
    return h2o_concat(&x->pool, h2o_iovec_init(&head, sizeof(head)), words);
}

static void on_rows(void *state, const struct answer *answer)
{
    struct inquiry *q = state;
    struct inquiries *all = q->among;
    struct exchange *x = all->x;
    uint64_t xmin;
    int64_t version;

    q->fault = answer->fault;
    if (!failed(q->fault)) {
        h2o_iovec_t found = build(x, q, answer->rows, &xmin, &version);
        cache_put(x, CACHED_SUMMARY, &q->key, xmin, version, found);
        settle_found(x, q, found);
    }
    if (--all->open == 0)
        all->answered(all->state);
}
