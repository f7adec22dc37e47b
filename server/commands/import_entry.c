#include "commands/import_entry.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>

#include "commands/registry_reader.h"
#include "history/submission.h"
#include "store/repair_store.h"

const char *entry_text(const struct line_value *entry, const char *name)
{
    const struct line_value *value = line_member(entry, name);

    return value == NULL ? NULL : value->text;
}

const char *import_registry(struct import *import, uint64_t line, const struct line_value *entry)
{
    h2o_mem_pool_t *pool = intake_pool(&import->intake);
    struct registry_row *row = h2o_mem_alloc_pool(pool, sizeof(*row));
    const char *texts[REGISTRY_COLUMNS], *wrong;

    for (enum registry_column c = 0; c < REGISTRY_COLUMNS; c++)
        texts[c] = entry_text(entry, registry_column_name(c));
    wrong = registry_read(pool, texts, row);
    if (wrong == NULL)
        intake_add_registry(&import->intake, line, row);
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
        database_run(intake_database(&import->intake), QUERY_WORKSHOP_REGISTRATION, (const char *[]){code});
    if (result != NULL && PQntuples(result) == 1)
        id = strtoll(PQgetvalue(result, 0, PQnfields(result) - 1), NULL, 10);
    if (result != NULL)
        json_object_set_new(import->workshops, code, json_integer(id));
    PQclear(result);
    return id;
}

/* Its members, for somebody who has none. */
static const struct line_value *list_of(const struct line_value *entry, const char *name, size_t *count)
{
    const struct line_value *list = line_member(entry, name);

    *count = list != NULL && list->kind == LINE_LIST ? list->count : 0;
    return *count == 0 ? NULL : list->first;
}

static void read_works(h2o_mem_pool_t *pool, const struct line_value *entry, struct raw_submission *raw)
{
    const struct line_value *work = list_of(entry, "repairprojectlist", &raw->work_count);
    struct raw_work *works = h2o_mem_alloc_pool(pool, sizeof(*works) * (raw->work_count + 1));

    raw->works = works;
    for (; work != NULL; work = work->next)
        *works++ = (struct raw_work){.name = entry_text(work, "repairproject"),
                                     .hours = entry_text(work, "workinghours")};
}

static void read_parts(h2o_mem_pool_t *pool, const struct line_value *entry, struct raw_submission *raw)
{
    const struct line_value *part = list_of(entry, "vehiclepartslist", &raw->part_count);
    struct raw_part *parts = h2o_mem_alloc_pool(pool, sizeof(*parts) * (raw->part_count + 1));

    raw->parts = parts;
    for (; part != NULL; part = part->next)
        *parts++ = (struct raw_part){.name = entry_text(part, "partsname"),
                                     .code = entry_text(part, "partscode"),
                                     .quantity = entry_text(part, "partsquantity")};
}

void entry_read_repair(h2o_mem_pool_t *pool, const struct line_value *entry, struct raw_submission *raw)
{
    const struct line_value *info = line_member(entry, "basicInfo");

    *raw = (struct raw_submission){
        .vin = entry_text(info, "vin"),
        .plate = entry_text(info, "vehicleplatenumber"),
        .company_name = entry_text(info, "companyname"),
        .brought_on = entry_text(info, "repairdate"),
        .settled_on = entry_text(info, "settledate"),
        .odometer = entry_text(info, "repairmileage"),
        .fault = entry_text(info, "faultdescription"),
        .settlement_no = entry_text(info, "costlistcode"),
    };
    read_works(pool, entry, raw);
    read_parts(pool, entry, raw);
}

/* The codes of what keeps a record out of every history, and what a workshop would be told. */
static const char *quarantine_reason(h2o_mem_pool_t *pool, finding_set findings)
{
    char reason[DATABASE_SENTENCE * 4] = "";
    size_t length = 0;

    for (enum finding f = 0; f < FINDING_COUNT && length < sizeof(reason); f++)
        if ((findings & FINDING_BIT(f)) && findings_quarantine(FINDING_BIT(f)))
            length += (size_t)snprintf(reason + length, sizeof(reason) - length, "%s%s %s",
                                       length == 0 ? "" : "; ", finding_code(f), finding_told(f));
    return h2o_strdup(pool, reason, SIZE_MAX).base;
}

const char *import_repair(struct import *import, uint64_t line, const struct line_value *entry)
{
    h2o_mem_pool_t *pool = intake_pool(&import->intake);
    const char *code = entry_text(entry, "companycode");
    int64_t workshop = code == NULL ? 0 : workshop_id(import, code);
    struct repair_row *row = h2o_mem_alloc_pool(pool, sizeof(*row));
    const struct thresholds thresholds = thresholds_of(&import->intake.database.settings);
    struct raw_submission raw;
    struct submission submission;

    if (workshop == 0)
        return "companycode is not that of a registered workshop";
    entry_read_repair(&import->line, entry, &raw);
    submission_read_by(&import->line, &raw, import->today, &thresholds, &submission);
    if (findings_quarantine(submission.findings))
        return quarantine_reason(&import->line, submission.findings);
    repair_row_read(pool, import->intake.database.keys, &submission, workshop, row);
    intake_add_repair(&import->intake, line, row);
    return NULL;
}
