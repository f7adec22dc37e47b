#include "store/repair_copy.h"

const char settlement_copy_sql[] =
    "COPY settlement (workshop_id, number_index, content, vehicle_key, repair_id) FROM STDIN (FORMAT binary)";
const char repair_copy_sql[] =
    "COPY repair (vehicle_key, id, workshop_id, brought_on, settled_on, odometer_km, works, parts, signals, "
    "findings, plate_index, detail, fuel, use, brought_minute) FROM STDIN (FORMAT binary)";

enum { SETTLEMENT_COLUMNS = 5, REPAIR_COLUMNS = 15 };

void settlement_copy(struct copy *c, const struct repair_row *row, int64_t id)
{
    copy_row(c, SETTLEMENT_COLUMNS);
    copy_number(c, row->workshop);
    copy_bytes(c, row->number.bytes, sizeof(row->number.bytes));
    copy_bytes(c, row->content.bytes, sizeof(row->content.bytes));
    copy_bytes(c, row->vehicle.bytes, sizeof(row->vehicle.bytes));
    copy_number(c, id);
}

static void copy_whole_known(struct copy *c, int number)
{
    if (number == 0)
        copy_null(c);
    else
        copy_whole(c, number);
}

void repair_copy(struct copy *c, const struct repair_row *row, int64_t id)
{
    copy_row(c, REPAIR_COLUMNS);
    copy_bytes(c, row->vehicle.bytes, sizeof(row->vehicle.bytes));
    copy_number(c, id);
    copy_number(c, row->workshop);
    copy_day(c, row->brought_on);
    copy_day(c, row->settled_on);
    if (row->odometer_km == ODOMETER_UNKNOWN)
        copy_null(c);
    else
        copy_whole(c, (int32_t)row->odometer_km);
    copy_text(c, row->works);
    copy_text(c, row->parts);
    copy_text(c, row->signals);
    copy_text(c, row->findings);
    if (row->plated)
        copy_bytes(c, row->plate.bytes, sizeof(row->plate.bytes));
    else
        copy_null(c);
    copy_bytes(c, row->detail.base, row->detail.len);
    if (row->fuel == NULL)
        copy_null(c);
    else
        copy_text(c, row->fuel);
    copy_whole_known(c, (int)row->use);
    copy_whole_known(c, row->brought_minute);
}
