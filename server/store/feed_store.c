#include "store/feed_store.h"

#include "core/log.h"
#include "store/certificate_store.h"
#include "store/history_store.h"

enum column { LAST, FORGOTTEN, SEQ, KIND, AT, VEHICLE, VIN, VERSION, EPOCH, CERTIFICATE };

struct feed_extent feed_extent_of(const struct rows *rows)
{
    return (struct feed_extent){rows_number(rows, 0, LAST), rows_number(rows, 0, FORGOTTEN)};
}

int feed_count(const struct rows *rows)
{
    return rows_text(rows, 0, SEQ) == NULL ? 0 : rows->count;
}

int64_t feed_seq(const struct rows *rows, int row)
{
    return rows_number(rows, row, SEQ);
}

/* By handle and tag. */
static bool read_vehicle(h2o_mem_pool_t *pool, const struct keys *keys, int64_t client,
                         const struct rows *rows, int row, struct feed_event *event)
{
    h2o_iovec_t vehicle = rows_bytes(pool, rows, row, VEHICLE), sealed = rows_bytes(pool, rows, row, VIN);
    struct vin vin;

    if (vehicle.len != VEHICLE_KEY_BYTES || !vehicle_vin_open(pool, keys, vehicle, sealed, &vin)) {
        log_line(LOG_ERROR, "vin_does_not_open", NULL);
        return false;
    }
    handle_make(keys, client, &vin, (uint16_t)rows_number(rows, row, EPOCH), event->handle);
    etag_make(keys, (const uint8_t *)vehicle.base, rows_number(rows, row, VERSION), event->etag);
    return true;
}

bool feed_event_read(h2o_mem_pool_t *pool, const struct keys *keys, int64_t client, const struct rows *rows,
                     int row, struct feed_event *event)
{
    event->seq = feed_seq(rows, row);
    event->kind = rows_text(rows, row, KIND);
    event->at = rows_text(rows, row, AT);
    event->certificate = rows_certificate_number_text(pool, rows, row, CERTIFICATE);
    return event->certificate != NULL || read_vehicle(pool, keys, client, rows, row, event);
}
