#include "endpoints/platform/shared_look.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/platform/sandbox.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "history/network.h"
#include "history/record.h"
#include "history/share.h"
#include "http/address.h"
#include "http/device.h"
#include "render/shared_json.h"
#include "render/summary.h"
#include "store/account_store.h"
#include "store/db.h"
#include "store/history_store.h"

struct shared_look {
    struct exchange *x;
    struct inquiry *inquiry;
    h2o_iovec_t secret;
    char pin[SHARE_PIN_TEXT]; /* empty: none was given */
    enum share_scope scope;
    int64_t expires_at;
    const char *records; /* the ids of the chosen ones, a blank between them */
    void (*answered)(void *state);
    void *state;
};

static continuation look_on_opened, look_on_flushed;
static reading_done look_on_history;

enum { PIN_TYPED = 64 };

static bool read_pin(const struct member *m, char pin[SHARE_PIN_TEXT])
{
    char typed[PIN_TYPED];

    if (m->kind != MEMBER_TEXT || m->text.len >= sizeof(typed))
        return false;
    memcpy(typed, m->text.base, m->text.len);
    typed[m->text.len] = '\0';
    return share_pin_read(typed, pin);
}

static void refuse(struct inquiry *q, const char *detail, const char *pointer)
{
    q->fault = FAULT_FIELD_INVALID;
    q->detail = detail;
    q->pointer = pointer;
}

void shared_look_read(struct inquiry *q, const struct member members[INQUIRY_MEMBERS])
{
    const struct member *share = &members[INQUIRY_SHARE], *pin = &members[INQUIRY_PIN];
    char digits[SHARE_PIN_TEXT];

    if (failed(q->fault))
        return;
    if (share->kind == MEMBER_OTHER)
        refuse(q, "share is what stands behind /s/ in the owner's link.", "/share");
    else if (pin->kind != MEMBER_ABSENT && share->kind == MEMBER_ABSENT)
        refuse(q, "A PIN belongs to a link: share is missing.", "/pin");
    else if (pin->kind != MEMBER_ABSENT && !read_pin(pin, digits))
        refuse(q, "pin is six digits.", "/pin");
}

static void open_link(void *state)
{
    struct shared_look *s = state;
    struct exchange *x = s->x;
    struct inquiry *q = s->inquiry;
    const struct keys *keys = x->service->keys;
    char network[NETWORK_TEXT];

    if (failed(q->fault)) {
        s->answered(s->state);
        return;
    }
    network_words(address_of(x), network);
    db_write(x, QUERY_SHARE_LOOK,
             DB_VALUES(token_hash_text(&x->pool, keys, s->secret), vehicle_key_text(&x->pool, &q->key),
                       s->pin[0] == '\0' ? NULL : code_hash_text(&x->pool, keys, s->secret, s->pin),
                       exchange_text(x, "%lld", (long long)x->asker.client), q->line.purpose,
                       exchange_text(x, "%s", network), device_class_code(device_class_of(user_agent_of(x)))),
             look_on_opened, s);
}

void shared_look_answer(struct exchange *x, struct inquiry *q, const struct member members[INQUIRY_MEMBERS],
                        void (*answered)(void *state), void *state)
{
    struct shared_look *s = exchange_new(x, struct shared_look);

    *s = (struct shared_look){
        .x = x, .inquiry = q, .secret = members[INQUIRY_SHARE].text, .answered = answered, .state = state};
    if (members[INQUIRY_PIN].kind == MEMBER_ABSENT || !read_pin(&members[INQUIRY_PIN], s->pin))
        s->pin[0] = '\0';
    sandbox_act(x, q, 1, open_link, s);
}

static void end(struct shared_look *s, enum fault fault)
{
    s->inquiry->fault = fault;
    s->answered(s->state);
}

enum column { OPENED, PIN_TRIED, TRIES, VEHICLE_KEY, VEHICLE_VIN, SCOPE, RECORDS, EXPIRES_AT };

static void look_on_opened(void *state, const struct answer *answer)
{
    struct shared_look *s = state;
    struct exchange *x = s->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        end(s, answer->fault);
    } else if (rows->count == 0 || !share_scope_read(rows_text(rows, 0, SCOPE), &s->scope)) {
        end(s, FAULT_SHARE_UNKNOWN);
    } else if (!rows_true(rows, 0, OPENED) && rows_true(rows, 0, PIN_TRIED)) {
        s->inquiry->detail =
            exchange_text(x, "Wrong tries left this hour: %ld.", (long)rows_number(rows, 0, TRIES));
        end(s, FAULT_SHARE_PIN_WRONG);
    } else if (!rows_true(rows, 0, OPENED)) {
        end(s, FAULT_SHARE_PIN_NEEDED);
    } else {
        s->records = exchange_kept(x, rows_text(rows, 0, RECORDS));
        s->expires_at = rows_number(rows, 0, EXPIRES_AT);
        reading_of(x, rows_bytes(&x->pool, rows, 0, VEHICLE_KEY), rows_bytes(&x->pool, rows, 0, VEHICLE_VIN),
                   look_on_history, s);
    }
}

/* What the bearer of the link sees. */
static void disclose_shared(struct shared_look *s, const struct history *history, struct view *view)
{
    int64_t records[SHARE_MOST_RECORDS];
    struct history part = *history;
    size_t count = 0;
    char *end;

    for (const char *at = s->records; *at != '\0' && count < SHARE_MOST_RECORDS; at = end)
        records[count++] = strtoll(at, &end, 10);
    if (s->scope == SHARE_RECORDS)
        share_choose(&s->x->pool, history, records, count, &part);
    disclose(&s->x->pool, &part, share_audience(s->scope), view);
}

/* The summary's last bracket makes room for one more member. */
static h2o_iovec_t with_shared(h2o_mem_pool_t *pool, h2o_iovec_t summary, h2o_iovec_t shared)
{
    summary.len -= strlen("}\n");
    return h2o_concat(pool, summary, h2o_iovec_init(H2O_STRLIT(",\"shared\":")), shared,
                      h2o_iovec_init(H2O_STRLIT("}\n")));
}

static void look_on_history(void *state, const struct reading *reading)
{
    struct shared_look *s = state;
    struct exchange *x = s->x;
    struct view summary, shared;
    h2o_iovec_t words;

    disclose(&x->pool, reading->history, x->audience, &summary);
    disclose_shared(s, reading->history, &shared);
    if (summary.coverage == COVERAGE_RECORDED)
        words = with_shared(&x->pool, render_summary(&x->pool, &summary),
                            render_shared(&x->pool, s->scope, s->expires_at, &shared));
    else
        words = render_coverage(&x->pool, &summary);
    inquiry_settle(x, s->inquiry, share_audience(s->scope), reading->history->vehicle.version,
                   reading->history->vehicle.shown_version, inquiry_outcome(summary.coverage), words);
    if (s->inquiry->fault == FAULT_BUSY)
        s->answered(s->state);
    else
        trail_flush(x, look_on_flushed, s);
}

static void look_on_flushed(void *state, const struct answer *answer)
{
    struct shared_look *s = state;

    if (failed(answer->fault))
        end(s, answer->fault);
    else
        s->answered(s->state);
}
