#include "commands/import_entry.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>

#include "commands/registry_reader.h"
#include "history/submission.h"
#include "store/repair_store.h"

enum { NUMBER_TEXT = 32 };

const char *entry_text(h2o_mem_pool_t *pool, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    char number[NUMBER_TEXT];

    if (json_is_string(value))
        return h2o_strdup(pool, json_string_value(value), SIZE_MAX).base;
    if (json_is_integer(value))
        snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        snprintf(number, sizeof(number), "%.15g", json_real_value(value));
    else
        return NULL;
    return h2o_strdup(pool, number, SIZE_MAX).base;
}

const char *import_registry(struct import *import, uint64_t line, const json_t *entry)
{
    h2o_mem_pool_t *pool = &import->intake.pool;
    struct registry_row *row = h2o_mem_alloc_pool(pool, sizeof(*row));
    const char *texts[REGISTRY_COLUMNS], *wrong;

    for (enum registry_column c = 0; c < REGISTRY_COLUMNS; c++)
        texts[c] = entry_text(pool, entry, registry_column_name(c));
    wrong = registry_read(pool, texts, row);
    if (wrong == NULL)
        intake_add(&import->intake, line, INTAKE_REGISTRY)->registry = row;
    return wrong;
}

/* Its id; 0 when there is none with this code. */
static int64_t workshop_id(struct import *import, const char *code)
{
    const json_t *known = json_object_get(import->workshops, code);
    int64_t id = 0;

    if (known != NULL)
        return json_integer_value(known);
    PGresult *result =
        database_run(&import->intake.database, QUERY_WORKSHOP_REGISTRATION, (const char *[]){code});
    if (result != NULL && PQntuples(result) == 1)
        id = strtoll(PQgetvalue(result, 0, PQnfields(result) - 1), NULL, 10);
    if (result != NULL)
        json_object_set_new(import->workshops, code, json_integer(id));
    PQclear(result);
    return id;
}

static void read_works(h2o_mem_pool_t *pool, const json_t *list, struct raw_submission *raw)
{
    size_t count = json_array_size(list);
    struct raw_work *works = h2o_mem_alloc_pool(pool, sizeof(*works) * (count + 1));

    for (size_t i = 0; i < count; i++) {
        const json_t *work = json_array_get(list, i);
        works[i] = (struct raw_work){entry_text(pool, work, "repairproject"),
                                     entry_text(pool, work, "workinghours")};
    }
    raw->works = works;
    raw->work_count = count;
}

static void read_parts(h2o_mem_pool_t *pool, const json_t *list, struct raw_submission *raw)
{
    size_t count = json_array_size(list);
    struct raw_part *parts = h2o_mem_alloc_pool(pool, sizeof(*parts) * (count + 1));

    for (size_t i = 0; i < count; i++) {
        const json_t *part = json_array_get(list, i);
        parts[i] = (struct raw_part){entry_text(pool, part, "partsname"), entry_text(pool, part, "partscode"),
                                     entry_text(pool, part, "partsquantity")};
    }
    raw->parts = parts;
    raw->part_count = count;
}

void entry_read_repair(h2o_mem_pool_t *pool, const json_t *entry, struct raw_submission *raw)
{
    const json_t *info = json_object_get(entry, "basicInfo");

    *raw = (struct raw_submission){
        .vin = entry_text(pool, info, "vin"),
        .plate = entry_text(pool, info, "vehicleplatenumber"),
        .company_name = entry_text(pool, info, "companyname"),
        .brought_on = entry_text(pool, info, "repairdate"),
        .settled_on = entry_text(pool, info, "settledate"),
        .odometer = entry_text(pool, info, "repairmileage"),
        .fault = entry_text(pool, info, "faultdescription"),
        .settlement_no = entry_text(pool, info, "costlistcode"),
    };
    read_works(pool, json_object_get(entry, "repairprojectlist"), raw);
    read_parts(pool, json_object_get(entry, "vehiclepartslist"), raw);
}

/* The codes of what keeps a record out of every history, and what a workshop would be told. */
static const char *quarantine_reason(h2o_mem_pool_t *pool, finding_set findings)
{
    char reason[DATABASE_SENTENCE * 4] = "";
    size_t length = 0;

    for (enum finding f = 0; f < FINDING_COUNT && length < sizeof(reason); f++)
        if ((findings & 1u << f) && findings_quarantine(1u << f))
            length += (size_t)snprintf(reason + length, sizeof(reason) - length, "%s%s %s",
                                       length == 0 ? "" : "; ", finding_code(f), finding_told(f));
    return h2o_strdup(pool, reason, SIZE_MAX).base;
}

const char *import_repair(struct import *import, uint64_t line, const json_t *entry)
{
    h2o_mem_pool_t *pool = &import->intake.pool;
    const char *code = entry_text(pool, entry, "companycode");
    int64_t workshop = code == NULL ? 0 : workshop_id(import, code);
    struct raw_submission raw;
    struct submission submission;

    if (workshop == 0)
        return "companycode is not that of a registered workshop";
    entry_read_repair(pool, entry, &raw);
    submission_read(pool, &raw, date_today(), &submission);
    if (findings_quarantine(submission.findings))
        return quarantine_reason(pool, submission.findings);
    repair_accept_parameters(pool, import->intake.database.keys, &submission, workshop, "import",
                             h2o_iovec_init(NULL, 0),
                             intake_add(&import->intake, line, INTAKE_REPAIRS)->values);
    return NULL;
}
