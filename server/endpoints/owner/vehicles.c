#include "endpoints/owner/vehicles.h"

#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "history/vin.h"
#include "history/wmi.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/garage_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/review_store.h"

enum { REVIEWS_SHOWN = 20 };

struct garage {
    struct exchange *x;
    struct owned *owned;
    size_t count;
};

static continuation vehicles_on_rows, vehicles_on_reviews;

void vehicles_start(struct exchange *x)
{
    db_read(x, QUERY_VEHICLES_OF_ACCOUNT, DB_VALUES(account_text(x)), vehicles_on_rows, x);
}

/* A vehicle in a list: the maker and the masked number are enough to tell it by. */
static bool read_owned(struct exchange *x, const struct rows *rows, int row, struct owned *owned)
{
    const struct maker *maker;
    char masked[VIN_LENGTH + 1];
    struct vin vin;

    if (!vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, row, 1),
                          rows_bytes(&x->pool, rows, row, 2), &vin))
        return false;
    maker = maker_of(&vin);
    *owned = (struct owned){
        .handle = exchange_kept(x, rows_text(rows, row, 0)),
        .vin = exchange_text(x, "%s", vin_masked(&vin, masked)),
        .maker_zh = maker == NULL ? NULL : maker->zh,
        .maker_en = maker == NULL ? NULL : maker->en,
        .model_year = vin_model_year(&vin, date_today()),
        .claimed_on = rows_date(rows, row, 3),
        .ended = exchange_kept(x, rows_text(rows, row, 4)),
        .until = rows_number(rows, row, 5),
    };
    return true;
}

static void vehicles_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    struct garage *g = exchange_new(x, struct garage);

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    g->x = x;
    g->owned = exchange_alloc(x, sizeof(*g->owned) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++)
        g->count += read_owned(x, answer->rows, row, &g->owned[g->count]);
    db_read(x, QUERY_REVIEWS_OF_ACCOUNT, DB_VALUES(account_text(x), exchange_text(x, "%d", REVIEWS_SHOWN)),
            vehicles_on_reviews, g);
}

static void vehicles_on_reviews(void *state, const struct answer *answer)
{
    struct garage *g = state;
    struct exchange *x = g->x;
    struct review_view *reviews;
    size_t count = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    reviews = exchange_alloc(x, sizeof(*reviews) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++)
        count += review_from_row(x, answer->rows, row, &reviews[count]);
    struct page page = page_for(x, "/vehicles");
    reply_page(x, 200, vehicles_page(&page, g->owned, g->count, reviews, count, query_is(x, "left")));
}
