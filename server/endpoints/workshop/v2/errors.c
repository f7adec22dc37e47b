#include "endpoints/workshop/v2/v2.h"

#include "endpoints/workshop/own_record.h"
#include "endpoints/workshop/v2/call.h"
#include "render/view_json.h"
#include "store/db.h"

enum { FINDINGS = 24 }; /* of history_full */

static continuation errors_on_rows;

static void put_parts(struct json_text *t, const struct view_record *record)
{
    json_raw(t, ",\"repairPartList\":[");
    for (size_t i = 0; i < record->part_count; i++) {
        json_raw(t, i == 0 ? "{" : ",{");
        json_put_text(t, "\"partName\":", record->parts[i].name);
        json_put_text(t, ",\"partCode\":", record->parts[i].code);
        json_put_text(t, ",\"partQty\":", record->parts[i].quantity);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

static void put_works(struct json_text *t, const struct view_record *record)
{
    json_raw(t, ",\"repairProjectList\":[");
    for (size_t i = 0; i < record->work_count; i++) {
        json_raw(t, i == 0 ? "{" : ",{");
        json_put_text(t, "\"projectName\":", record->works[i].name);
        json_put_text(t, ",\"workingHours\":", record->works[i].hours);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

/* What the workshop is told of what was found, as it was when it came. */
static void put_findings(struct json_text *t, finding_set findings)
{
    const char *comma = "";

    json_raw(t, ",\"errors\":[");
    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        if (!(findings & FINDING_BIT(f)) || finding_told(f) == NULL)
            continue;
        json_raw(t, comma);
        json_string_put(t, finding_told(f));
        comma = ",";
    }
    json_raw(t, "]");
}

static void put_record(struct json_text *t, const struct view_record *record, const char *findings)
{
    char day[DATE_TEXT];

    json_raw(t, t->length == 1 ? "{" : ",{");
    json_put_text(t, "\"orderCode\":", record->settlement_no);
    json_put_text(t, ",\"repairTime\":", date_text(record->brought_on, day));
    json_raw(t, ",\"vpn\":null,\"vin\":null"); /* as the policy shows it to a workshop */
    put_findings(t, findings_parse(findings));
    put_works(t, record);
    put_parts(t, record);
    json_raw(t, "}");
}

static void errors_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = ((struct call *)state)->x;
    struct json_text t = json_text_new(&x->pool, 4096);

    if (failed(answer->fault)) {
        openapi_explain(x, answer->fault);
        return;
    }
    json_raw(&t, "[");
    for (int row = 0; row < answer->rows->count; row++) {
        const struct view_record *record = own_record(x, answer->rows, row);
        if (record != NULL)
            put_record(&t, record, rows_text(answer->rows, row, FINDINGS));
    }
    json_raw(&t, "]");
    openapi_tell(x, OPENAPI_OK, NULL, h2o_strdup(&x->pool, t.base, t.length).base);
}

static void errors_run(struct call *call)
{
    db_read(call->x, QUERY_WORKSHOP_RECORDS_WITH_FINDINGS,
            DB_VALUES(exchange_text(call->x, "%lld", (long long)call->workshop)), errors_on_rows, call);
}

void v2_errors_start(struct exchange *x)
{
    static const struct signed_field fields[] = {
        {"appId",     NULL},
        {"nonce",     NULL},
        {"timestamp", NULL},
        {NULL,        NULL}
    };

    call_start(x, sizeof(struct call), fields, errors_run);
}
