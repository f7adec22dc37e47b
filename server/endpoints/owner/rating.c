#include "endpoints/owner/rating.h"

#include "endpoints/owner/record.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/rating_page.h"
#include "store/asker.h"
#include "store/db.h"

struct rate {
    struct exchange *x;
    struct own_record record;
    struct rating_form form;
};

static continuation rate_on_record, rate_on_record_sent, rate_on_stored;

static const char *address(const struct rate *r)
{
    return exchange_text(r->x, "/vehicles/%s/rating/%s", r->record.vehicle, r->record.handle);
}

static void show(struct rate *r)
{
    struct page page = page_for(r->x, address(r));

    r->form.vehicle = r->record.vehicle;
    r->form.record_handle = r->record.handle;
    reply_page(r->x, 200, rating_page(&page, &r->form, &r->record.view));
}

static void begin(struct exchange *x, continuation *resume)
{
    struct rate *r = exchange_new(x, struct rate);

    r->x = x;
    own_record_find(x, &r->record, resume, r);
}

/* Whether there is a record to rate; answers when there is none. */
static bool has_record(struct rate *r, const struct answer *answer)
{
    if (failed(answer->fault) || r->record.id == 0) {
        reply_fault(r->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return false;
    }
    if (r->record.rating.points[0] != 0) {
        r->form.rating = r->record.rating;
        r->form.given = true;
    }
    return true;
}

void rating_form_start(struct exchange *x)
{
    begin(x, rate_on_record);
}

static void rate_on_record(void *state, const struct answer *answer)
{
    if (has_record(state, answer))
        show(state);
}

void rating_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        begin(x, rate_on_record_sent);
}

static int read_points(struct exchange *x, enum rating_axis axis)
{
    const char *text = body_field(x, rating_axis_code(axis));

    return text != NULL && text[0] >= '1' && text[0] <= '0' + RATING_MOST && text[1] == '\0' ? text[0] - '0'
                                                                                             : 0;
}

static bool read_rating(struct exchange *x, struct rating *rating)
{
    bool whole = true;

    for (int axis = 0; axis < RATING_AXES; axis++) {
        rating->points[axis] = read_points(x, (enum rating_axis)axis);
        whole = whole && rating->points[axis] != 0;
    }
    return whole;
}

static void rate_on_record_sent(void *state, const struct answer *answer)
{
    struct rate *r = state;
    struct exchange *x = r->x;
    const int *points = r->form.rating.points;

    if (!has_record(r, answer))
        return;
    if (r->form.given) {
        reply_redirect(x, address(r));
        return;
    }
    if (!read_rating(x, &r->form.rating)) {
        r->form.incomplete = true;
        show(r);
        return;
    }
    db_write(x, QUERY_RATING_PUT,
             DB_VALUES(r->record.vehicle, account_text(x), exchange_text(x, "%lld", (long long)r->record.id),
                       exchange_text(x, "%d", points[0]), exchange_text(x, "%d", points[1]),
                       exchange_text(x, "%d", points[2]), exchange_text(x, "%d", points[3]),
                       exchange_text(x, "%d", points[4])),
             rate_on_stored, r);
}

static void rate_on_stored(void *state, const struct answer *answer)
{
    struct rate *r = state;

    if (failed(answer->fault))
        reply_fault(r->x, answer->fault);
    else
        reply_redirect(r->x, address(r));
}
