#include "commands/batch_vehicles.h"

#include <stdlib.h>
#include <string.h>

#include "commands/key_list.h"
#include "store/history_store.h"

static int by_key(const void *a, const void *b)
{
    const struct batch_row *const *one = a, *const *other = b;

    return memcmp((*one)->vehicle.bytes, (*other)->vehicle.bytes, VEHICLE_KEY_BYTES);
}

/* One row for each vehicle, in the order of the keys; how many. */
static size_t one_each(const struct transfer *t, struct batch_row **rows)
{
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].way != NOT_AT_ALL)
            rows[count++] = &t->rows[i];
    qsort(rows, count, sizeof(*rows), by_key);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_key(&rows[kept - 1], &rows[i]) != 0)
            rows[kept++] = rows[i];
    return kept;
}

static void add_sealed_vin(struct transfer *t, struct key_list *vins, const struct batch_row *row)
{
    h2o_iovec_t sealed = vehicle_vin_sealed(t->pool, t->database->keys, &row->vehicle, row->vin);

    key_list_add(vins, sealed.base, sealed.len);
}

static bool run(struct transfer *t, enum query query, const char *const *values)
{
    PGresult *result = database_run(t->database, query, values);
    bool good = result != NULL;

    PQclear(result);
    return good;
}

bool vehicles_hold(struct transfer *t)
{
    struct batch_row **rows = h2o_mem_alloc_pool(t->pool, sizeof(struct batch_row *) * (t->count + 1));
    struct key_list missing = key_list_new(t->pool, t->count, VEHICLE_KEY_BYTES),
                    vins = key_list_new(t->pool, t->count, VIN_LENGTH + SEAL_EXTRA),
                    held = key_list_new(t->pool, t->count * 2, VEHICLE_KEY_BYTES);
    size_t count = one_each(t, rows);

    for (size_t i = 0; i < count; i++) {
        struct key_list *list = rows[i]->vehicle_is_there ? &held : &missing;

        key_list_add(list, rows[i]->vehicle.bytes, VEHICLE_KEY_BYTES);
        if (!rows[i]->vehicle_is_there)
            add_sealed_vin(t, &vins, rows[i]);
    }
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].moves_from != NULL)
            key_list_add_hex(&held, t->rows[i].moves_from);
    return (key_list_is_empty(&missing) ||
            run(t, QUERY_VEHICLES_INSERT, (const char *[]){missing.text, vins.text})) &&
           (key_list_is_empty(&held) || run(t, QUERY_VEHICLES_HOLD, (const char *[]){held.text}));
}
