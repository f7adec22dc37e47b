#include "commands/batch.h"

#include <h2o.h>

#include "store/history_store.h"

void batch_init(struct batch *batch)
{
    h2o_mem_init_pool(&batch->pool);
    batch->lines = batch->bytes = batch->count = batch->refused_count = 0;
}

void batch_clear(struct batch *batch)
{
    h2o_mem_clear_pool(&batch->pool);
    batch->lines = batch->bytes = batch->count = batch->refused_count = 0;
}

void batch_add_registry(struct batch *batch, const struct keys *keys, uint64_t line,
                        const struct registry_row *row)
{
    batch->rows[batch->count++] = (struct batch_row){.line = line,
                                                     .kind = INTAKE_REGISTRY,
                                                     .vehicle = vehicle_key_of(keys, &row->vin),
                                                     .vin = &row->vin,
                                                     .registry = row};
}

void batch_add_repair(struct batch *batch, uint64_t line, const struct repair_row *row)
{
    batch->rows[batch->count++] = (struct batch_row){
        .line = line, .kind = INTAKE_REPAIRS, .vehicle = row->vehicle, .vin = &row->vin, .repair = row};
}

void batch_refuse(struct batch *batch, uint64_t line, const char *reason)
{
    batch->refused[batch->refused_count++] =
        (struct batch_refusal){line, h2o_strdup(&batch->pool, reason, SIZE_MAX).base};
}
