#include "endpoints/workshop/v0/v0.h"

#include <string.h>

#include "core/json_text.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/record.h"
#include "endpoints/workshop/registration.h"
#include "endpoints/workshop/ticket.h"
#include "endpoints/workshop/v0/v0_record.h"
#include "http/body.h"

enum { CREDIT_CODE = 18 };

const struct family v0 = {"v0", family_tell_flat};

const struct message_names message_v0 = {
    .info = "carinfo",
    .works = "repairhourslist",
    .parts = "carpartslist",
    .fees = "othercostlist",
    .vin = "carvin",
    .plate = "carno",
    .company_name = "company",
    .brought_on = "repairdate",
    .settled_on = "settledate",
    .odometer = "repairmile",
    .fault = "faultdescript",
    .settlement_no = "statementno",
    .total = "total",
    .work_name = "repairname",
    .work_hours = "repairhours",
    .work_price = "repaircost",
    .part_name = "partsname",
    .part_code = "partsno",
    .part_quantity = "partsquantity",
    .part_price = "partscost",
    .fee_name = "othername",
    .fee_price = "othercost",
};

/* What the pilot called what v1 has. */
static const char *const renamed[][2] = {
    {"name",                 "companyname"                       },
    {"password",             "companypassword"                   },
    {"industryid",           "companyroadtransportationlicense"  },
    {"address",              "companyaddress"                    },
    {"emails",               "companyemail"                      },
    {"linkzip",              "companypostalcode"                 },
    {"businesstype",         "companyeconomiccategory"           },
    {"levels",               "companycategory"                   },
    {"linkman",              "companylinkmanname"                },
    {"linktel",              "companylinkmantel"                 },
    {"legalname",            "companysuperintendentname"         },
    {"legaltel",             "companysuperintendenttel"          },
    {"businessrange",        "companybusinessscope"              },
    {"certificatestarttime", "roadtransportationlicensestartdate"},
    {"certificateendtime",   "roadtransportationlicenseenddate"  },
    {"operatestate",         "companyoperationstate"             },
    {"areaid",               "companyadministrativedivisioncode" },
};

static void destroy(void *value)
{
    json_decref(value);
}

void v0_register_start(struct exchange *x)
{
    const json_t *message = message_of(x, body_bytes(x));
    const char *number = message_text(x, message, "orgnumber");
    json_t *v1 = json_object();

    exchange_adopt(x, v1, destroy);
    for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++)
        json_object_set(v1, renamed[i][1], message_member(message, renamed[i][0]));
    /* Before there were credit codes it was the organisation's, which is shorter. */
    if (number != NULL && strlen(number) == CREDIT_CODE)
        json_object_set_new(v1, "companyunifiedsocialcreditidentifier", json_string(number));
    registration_start(x, &v0, json_is_object(message) ? v1 : NULL);
}

void v0_token_start(struct exchange *x)
{
    static const struct ticket_names called = {"username", "password"};

    ticket_give(x, &v0, message_of(x, body_bytes(x)), &called);
}

struct adding {
    struct exchange *x;
    struct raw_submission raw;
};

static void put(struct json_text *t, const char *name, const char *value)
{
    json_raw(t, name);
    json_string_put(t, value == NULL ? "" : value);
}

static void record_on_told(void *state, const struct upload_told *told)
{
    const struct adding *a = state;
    struct json_text extra = json_text_new(&a->x->pool, 160);

    put(&extra, ",\"recordid\":", told->record);
    put(&extra, ",\"carno\":", a->raw.plate);
    put(&extra, ",\"carvin\":", a->raw.vin);
    family_tell_upload(a->x, &v0, told, h2o_strdup(&a->x->pool, extra.base, extra.length).base);
}

bool v0_read(struct exchange *x, const json_t *message, struct raw_submission *raw)
{
    json_t *info;

    if (!message_read(x, message, &message_v0, raw) ||
        !message_nested(x, message_member(message, message_v0.info), JSON_OBJECT, &info))
        return false;
    if (text_is_filler(raw->settlement_no))
        raw->settlement_no = message_text(x, info, "workorderno");
    return true;
}

void v0_record_start(struct exchange *x)
{
    struct adding *a = exchange_new(x, struct adding);
    const h2o_iovec_t bytes = body_bytes(x);
    const json_t *message = message_of(x, bytes);
    json_t *info = NULL;
    bool named =
        message_nested(x, message_member(message, message_v0.info), JSON_OBJECT, &info) && info != NULL;
    const struct record_message sent = {
        .family = v0.name,
        .bytes = bytes,
        .token = message_token(x, named ? info : message, bytes),
        .broken = message == NULL,
        .raw = v0_read(x, message, &a->raw) ? &a->raw : NULL,
    };

    a->x = x;
    record_take(x, &sent, record_on_told, a);
}
