#include "endpoints/owner/vehicles.h"

#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "history/vin.h"
#include "history/wmi.h"
#include "http/reply.h"
#include "render/garage_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

static continuation vehicles_on_rows;

void vehicles_start(struct exchange *x)
{
    db_read(x, QUERY_VEHICLES_OF_ACCOUNT, DB_VALUES(account_text(x)), vehicles_on_rows, x);
}

/* One's own vehicle in a list: the maker and the masked number are enough to tell it by. */
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
        .handle = rows_text(rows, row, 0),
        .vin = exchange_text(x, "%s", vin_masked(&vin, masked)),
        .maker_zh = maker == NULL ? NULL : maker->zh,
        .maker_en = maker == NULL ? NULL : maker->en,
        .model_year = vin_model_year(&vin, date_today()),
        .claimed_on = rows_date(rows, row, 3),
    };
    return true;
}

static void vehicles_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    struct owned *owned;
    size_t count = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    owned = exchange_alloc(x, sizeof(*owned) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++)
        count += read_owned(x, answer->rows, row, &owned[count]);
    struct page page = page_for(x, "/vehicles");
    reply_page(x, 200, vehicles_page(&page, owned, count));
}
