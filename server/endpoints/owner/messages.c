#include "endpoints/owner/messages.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "history/notice.h"
#include "history/vin.h"
#include "history/wmi.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/messages_page.h"
#include "render/template.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

enum { ON_A_PAGE = 30, KINDS_MOST = 64, MUTED_TEXT = 2048, FIELD_TEXT = 80, ID_DIGITS = 18 };

struct reading {
    struct exchange *x;
    struct messages shown;
    enum telling_notice notice;
};

static continuation messages_on_waiting, messages_on_notices, form_on_telling, telling_on_saved;

void messages_start(struct exchange *x)
{
    struct reading *r = exchange_new(x, struct reading);

    r->x = x;
    db_read(x, QUERY_TELLING_OF_ACCOUNT, DB_VALUES(account_text(x)), messages_on_waiting, r);
}

static void messages_on_waiting(void *state, const struct answer *answer)
{
    enum { WAITING = 4 };
    struct reading *r = state;
    struct exchange *x = r->x;
    const char *before = query_field(x, "before");

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (before != NULL &&
        (*before == '\0' || strlen(before) > ID_DIGITS || strspn(before, "0123456789") != strlen(before)))
        before = NULL;
    r->shown.later = before != NULL;
    r->shown.waiting = answer->rows->count == 0 ? 0 : (long)rows_number(answer->rows, 0, WAITING);
    db_write(x, QUERY_NOTICES_OF_ACCOUNT,
             DB_VALUES(account_text(x), before, exchange_text(x, "%d", ON_A_PAGE + 1)), messages_on_notices,
             r);
}

enum column { ID, KIND, TOLD_AT, UNREAD, HANDLE, VEHICLE_KEY, VEHICLE_VIN };

static void read_told(struct exchange *x, const struct rows *rows, int row, struct told *told)
{
    struct vin vin;

    *told = (struct told){
        .at = rows_number(rows, row, TOLD_AT),
        .kind = rows_text(rows, row, KIND),
        .unread = rows_true(rows, row, UNREAD),
        .handle = rows_text(rows, row, HANDLE),
    };
    if (told->handle == NULL ||
        !vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, row, VEHICLE_KEY),
                          rows_bytes(&x->pool, rows, row, VEHICLE_VIN), &vin))
        return;
    const struct maker *maker = maker_of(&vin);
    told->maker_zh = maker == NULL ? NULL : maker->zh;
    told->maker_en = maker == NULL ? NULL : maker->en;
    told->model_year = vin_model_year(&vin, date_today());
}

static void messages_on_notices(void *state, const struct answer *answer)
{
    struct reading *r = state;
    struct exchange *x = r->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    int count = rows->count > ON_A_PAGE ? ON_A_PAGE : rows->count;
    struct told *line = exchange_alloc(x, sizeof(*line) * ((size_t)count + 1));

    for (int row = 0; row < count; row++)
        read_told(x, rows, row, &line[row]);
    r->shown.line = line;
    r->shown.count = (size_t)count;
    if (rows->count > ON_A_PAGE)
        r->shown.next = exchange_text(x, "before=%s", rows_text(rows, ON_A_PAGE - 1, ID));
    struct page page = page_for(x, "/messages");
    reply_page(x, 200, messages_page(&page, &r->shown));
}

static void show_form(struct exchange *x, enum telling_notice notice, const struct telling *telling)
{
    struct page page = page_for(x, "/messages/preferences");

    reply_page(x, 200, telling_page(&page, notice, telling));
}

void telling_form_start(struct exchange *x)
{
    struct reading *r = exchange_new(x, struct reading);

    r->x = x;
    r->notice = query_field(x, "saved") == NULL ? TELLING_PLAIN : TELLING_SAVED;
    db_read(x, QUERY_TELLING_OF_ACCOUNT, DB_VALUES(account_text(x)), form_on_telling, r);
}

static int hour_in(const struct rows *rows, int column)
{
    return rows_text(rows, 0, column) == NULL ? QUIET_NEVER : (int)rows_number(rows, 0, column);
}

static void form_on_telling(void *state, const struct answer *answer)
{
    struct reading *r = state;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(r->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    show_form(r->x, r->notice,
              &(struct telling){rows_text(answer->rows, 0, 0), rows_text(answer->rows, 0, 1),
                                hour_in(answer->rows, 2), hour_in(answer->rows, 3)});
}

/* "" for never; what is no hour at all counts as one that does not fit. */
static int hour_chosen(struct exchange *x, const char *name)
{
    const char *value = body_field(x, name);

    if (value == NULL || *value == '\0')
        return QUIET_NEVER;
    if (strlen(value) > 2 || strspn(value, "0123456789") != strlen(value))
        return QUIET_HOURS;
    return atoi(value);
}

/* The kinds that may be muted and are not ticked. */
static const char *muted_in_form(struct exchange *x)
{
    const char *kinds[KINDS_MOST];
    size_t count = templates_codes(x->service->templates, "sms", kinds, KINDS_MOST);
    char *muted = exchange_alloc(x, MUTED_TEXT), *end = muted;

    for (size_t i = 0; i < count; i++) {
        const char *field = exchange_text(x, "sms_%s", kinds[i]);
        size_t length = strlen(kinds[i]);

        if (notice_is_security(kinds[i]) || body_field(x, field) != NULL ||
            length + 2 > (size_t)(muted + MUTED_TEXT - end))
            continue;
        if (end != muted)
            *end++ = ',';
        memcpy(end, kinds[i], length + 1);
        end += length;
    }
    return muted;
}

static const char *hour_text(struct exchange *x, int hour)
{
    return hour == QUIET_NEVER ? NULL : exchange_text(x, "%d", hour);
}

void telling_start(struct exchange *x)
{
    const char *language = body_field(x, "language");
    struct telling t;

    if (!page_form_is_ours(x))
        return;
    t = (struct telling){language != NULL && strcmp(language, "en") == 0 ? "en" : "zh", muted_in_form(x),
                         hour_chosen(x, "quiet_from"), hour_chosen(x, "quiet_to")};
    bool quiet = t.quiet_from != QUIET_NEVER || t.quiet_to != QUIET_NEVER;
    if (quiet && (t.quiet_from == t.quiet_to || t.quiet_from == QUIET_NEVER || t.quiet_to == QUIET_NEVER ||
                  t.quiet_from >= QUIET_HOURS || t.quiet_to >= QUIET_HOURS)) {
        show_form(x, TELLING_QUIET_WRONG, &t);
        return;
    }
    db_write(
        x, QUERY_TELLING_UPDATE,
        DB_VALUES(account_text(x), t.language, t.muted, hour_text(x, t.quiet_from), hour_text(x, t.quiet_to)),
        telling_on_saved, x);
}

static void telling_on_saved(void *state, const struct answer *answer)
{
    if (failed(answer->fault))
        reply_fault(state, answer->fault);
    else
        reply_redirect(state, "/messages/preferences?saved=1");
}
