#include "endpoints/platform/lookup.h"

#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "history/disclosure.h"
#include "history/record.h"
#include "http/members.h"
#include "http/reply.h"
#include "render/summary.h"
#include "store/cache.h"
#include "store/history_store.h"
#include "store/summaries.h"
#include "store/trail.h"

struct lookup {
    struct exchange *x;
    struct vin vin;
    struct vehicle_key key;
    struct trail_line line;
};

/* What is cached: this, then the body or the coverage member of the problem document. */
struct finding_head {
    int64_t version;
    uint8_t outcome;
};

static continuation lookup_on_cached, lookup_on_rows;
static void lookup_finish(struct lookup *l, h2o_iovec_t found);

enum { VIN, PURPOSE, REFERENCE, MEMBERS };

/* Words of the client's that the owner will read: letters, digits and a few marks, so that nothing else can
 * hide there. `word` has room for `size` bytes with the zero. */
static bool read_word(const struct member *m, char *word, size_t size)
{
    if (m->kind != MEMBER_TEXT || m->text.len == 0 || m->text.len >= size)
        return false;
    for (size_t i = 0; i < m->text.len; i++) {
        char c = m->text.base[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

        if (!letter && (c == '\0' || strchr("_.:-", c) == NULL))
            return false;
        word[i] = c;
    }
    word[m->text.len] = '\0';
    return true;
}

static enum fault read_vin(struct lookup *l, const struct member *m)
{
    if (m->kind == MEMBER_ABSENT)
        return FAULT_VIN_MISSING;
    if (m->kind != MEMBER_TEXT)
        return FAULT_VIN_MALFORMED;
    switch (vin_parse(&l->vin, m->text.base, m->text.len)) {
    case VIN_OK: return FAULT_NONE;
    case VIN_MISSING: return FAULT_VIN_MISSING;
    default: return FAULT_VIN_MALFORMED;
    }
}

/* False when the request has been refused. */
static bool read_request(struct lookup *l, const struct member members[MEMBERS])
{
    enum fault fault = read_vin(l, &members[VIN]);
    struct vin vin;

    if (failed(fault))
        reply_problem(l->x, fault, NULL, "/vin", NULL);
    else if (!read_word(&members[PURPOSE], l->line.purpose, PURPOSE_BYTES))
        reply_problem(l->x, FAULT_FIELD_INVALID,
                      "purpose is a code of at most 40 letters, digits, _ . : or -.", "/purpose", NULL);
    else if (!read_word(&members[REFERENCE], l->line.reference, REFERENCE_BYTES) ||
             vin_parse(&vin, l->line.reference, strlen(l->line.reference)) == VIN_OK)
        reply_problem(l->x, FAULT_FIELD_INVALID,
                      "reference is your own number of this case: at most 64 letters, digits, _ . : or -, "
                      "and not a VIN.",
                      "/reference", NULL);
    else
        return true;
    return false;
}

void lookup_start(struct exchange *x)
{
    struct lookup *l = exchange_new(x, struct lookup);
    struct member members[MEMBERS] = {
        [VIN] = {.name = "vin"}, [PURPOSE] = {.name = "purpose"}, [REFERENCE] = {.name = "reference"}};
    enum fault fault;

    l->x = x;
    fault = members_read(x, members, MEMBERS);
    if (failed(fault)) {
        reply_fault(x, fault);
        return;
    }
    if (!read_request(l, members))
        return;
    l->key = vehicle_key_of(x->service->keys, &l->vin);
    h2o_iovec_t found = cache_look(x, &l->key);
    if (found.len == 0) {
        cache_get(x, CACHED_SUMMARY, &l->key, lookup_on_cached, l);
        return;
    }
    count(x->service, lookups_memory);
    lookup_finish(l, found);
}

static void lookup_on_cached(void *state, const struct answer *answer)
{
    struct lookup *l = state;

    if (answer->value.len > sizeof(struct finding_head)) {
        count(l->x->service, lookups_redis);
        lookup_finish(l, answer->value);
        return;
    }
    count(l->x->service, lookups_postgres);
    summaries_read(l->x, &l->key, lookup_on_rows, l);
}

static h2o_iovec_t build(struct lookup *l, const struct rows *rows, uint64_t *xmin, int64_t *version)
{
    static const enum trail_outcome outcome[] = {
        [COVERAGE_RECORDED] = TRAIL_SHOWN,
        [COVERAGE_NONE_RECORDED] = TRAIL_NO_RECORD,
        [COVERAGE_NOT_COLLECTED] = TRAIL_NOT_COLLECTED,
    };
    struct exchange *x = l->x;
    struct history history;
    struct view view;

    history_from_rows(&x->pool, x->service->keys, rows, &l->key, &l->vin, &history, xmin);
    disclose(&x->pool, &history, x->audience, &view);
    *version = history.vehicle.version;
    struct finding_head head = {.version = *version, .outcome = outcome[view.coverage]};
    h2o_iovec_t words = view.coverage == COVERAGE_RECORDED ? render_summary(&x->pool, &view)
                                                           : render_coverage(&x->pool, &view);
    return h2o_concat(&x->pool, h2o_iovec_init(&head, sizeof(head)), words);
}

static void lookup_on_rows(void *state, const struct answer *answer)
{
    struct lookup *l = state;
    struct exchange *x = l->x;
    uint64_t xmin;
    int64_t version;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    h2o_iovec_t found = build(l, answer->rows, &xmin, &version);
    cache_put(x, CACHED_SUMMARY, &l->key, xmin, version, found);
    lookup_finish(l, found);
}

static enum fault leave_trail(struct lookup *l, const struct finding_head *head)
{
    l->line.looked_at = clock_wall();
    l->line.vehicle = l->key;
    l->line.client = l->x->asker.client;
    l->line.version = head->version;
    l->line.audience = (uint8_t)l->x->audience;
    l->line.outcome = head->outcome;
    return trail_write(l->x->service, &l->line);
}

static void lookup_finish(struct lookup *l, h2o_iovec_t found)
{
    struct exchange *x = l->x;
    struct finding_head head;
    enum fault fault;

    memcpy(&head, found.base, sizeof(head));
    h2o_iovec_t words = h2o_iovec_init(found.base + sizeof(head), found.len - sizeof(head));
    fault = leave_trail(l, &head);
    if (failed(fault)) {
        reply_fault(x, fault);
        return;
    }
    count(x->service, lookups);
    if (head.outcome == TRAIL_SHOWN)
        reply_json(x, 200, REPLY_NO_STORE, words);
    else
        reply_problem(x, head.outcome == TRAIL_NO_RECORD ? FAULT_NO_RECORD : FAULT_NOT_COLLECTED, NULL, NULL,
                      exchange_text(x, "%.*s", (int)words.len, words.base));
}
