#include "endpoints/workshop/v2/fields.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "history/plate.h"
#include "history/text.h"
#include "history/vin.h"

/* clang-format off */
#define COMMON {"appId", NULL}, {"nonce", NULL}, {"timestamp", NULL}, {NULL, NULL}

static const struct signed_field part_fields[] = {
    {"partName", NULL}, {"brandName", NULL}, {"partType", NULL}, {"partCode", NULL}, {"partQty", NULL}, {"unit", NULL}, {NULL, NULL}};
static const struct signed_field item_fields[] = {
    {"projectName", NULL}, {"projectType", NULL}, {"workingHours", NULL}, {"repairPartList", part_fields}, {NULL, NULL}};
const struct signed_field v2_insert_fields[] = {
    {"vin", NULL}, {"vpn", NULL}, {"orderCode", NULL}, {"repairTime", NULL}, {"repairMileage", NULL}, {"serviceType", NULL},
    {"fuelType", NULL}, {"requirement", NULL}, {"faultDesc", NULL}, {"natureOfUse", NULL}, {"carPhoto", NULL},
    {"drivingPermitPhoto", NULL}, COMMON};
const struct signed_field v2_items_fields[] = {{"orderCode", NULL}, {"repairProjectList", item_fields}, COMMON};
const struct signed_field v2_settle_fields[] = {{"orderCode", NULL}, {"totalCost", NULL}, {"payTime", NULL}, COMMON};
const struct signed_field v2_correct_fields[] = {
    {"orderCode", NULL}, {"vin", NULL}, {"vpn", NULL}, {"repairTime", NULL}, {"payTime", NULL},
    {"repairProjectList", item_fields}, {"totalCost", NULL}, COMMON};
/* clang-format on */

const struct message_names message_v2 = {
    .works = "repairProjectList",
    .vin = "vin",
    .plate = "vpn",
    .brought_on = "repairTime",
    .settled_on = "payTime",
    .odometer = "repairMileage",
    .fault = "faultDesc",
    .settlement_no = "orderCode",
    .total = "totalCost",
    .fuel = "fuelType",
    .use = "natureOfUse",
    .work_name = "projectName",
    .work_hours = "workingHours",
    .work_parts = "repairPartList",
    .part_name = "partName",
    .part_code = "partCode",
    .part_quantity = "partQty",
};

bool v2_is_common(const char *name)
{
    return strcmp(name, "appId") == 0 || strcmp(name, "nonce") == 0 || strcmp(name, "timestamp") == 0 ||
           strcmp(name, "sign") == 0;
}

static bool is_vin(struct exchange *x, const char *text)
{
    struct vin vin;

    (void)x;
    return vin_parse(&vin, text, strlen(text)) == VIN_OK;
}

static bool is_plate(struct exchange *x, const char *text)
{
    const char *bounded = text_bounded(&x->pool, text, MAX_PLATE);

    return bounded != NULL && plate_is_valid(plate_normalised(&x->pool, bounded));
}

static bool is_time(struct exchange *x, const char *text)
{
    struct date date;

    (void)x;
    return date_parse(&date, text, strlen(text));
}

static bool is_number(struct exchange *x, const char *text)
{
    (void)x;
    return strspn(text, "0123456789.") == strlen(text) && strpbrk(text, "0123456789") != NULL;
}

static bool is_fuel(struct exchange *x, const char *text)
{
    (void)x;
    return strlen(text) == 1 && strchr("ABCDEFGHIJKLMNOPQRYZ", *text) != NULL;
}

static bool is_use(struct exchange *x, const char *text)
{
    (void)x;
    return strcmp(text, "1") == 0 || strcmp(text, "2") == 0;
}

/* The document's table; lengths in characters, 0: whatever passes. A plate has eight since 2016. */
static const struct rule {
    const char *name;
    bool required;
    size_t most;
    bool (*fits)(struct exchange *x, const char *text);
    enum openapi_code wrong;
} rules[] = {
    {"vin",           true,  0,   is_vin,    OPENAPI_BAD_VIN    },
    {"vpn",           true,  0,   is_plate,  OPENAPI_BAD_PLATE  },
    {"orderCode",     true,  30,  NULL,      OPENAPI_BAD_ORDER  },
    {"repairTime",    true,  0,   is_time,   OPENAPI_FIELD_WRONG},
    {"payTime",       true,  0,   is_time,   OPENAPI_FIELD_WRONG},
    {"repairMileage", true,  0,   is_number, OPENAPI_FIELD_WRONG},
    {"serviceType",   true,  64,  NULL,      OPENAPI_FIELD_WRONG},
    {"fuelType",      true,  0,   is_fuel,   OPENAPI_BAD_FUEL   },
    {"natureOfUse",   true,  0,   is_use,    OPENAPI_BAD_USE    },
    {"requirement",   false, 512, NULL,      OPENAPI_FIELD_WRONG},
    {"faultDesc",     false, 512, NULL,      OPENAPI_FIELD_WRONG},
    {"totalCost",     false, 0,   is_number, OPENAPI_FIELD_WRONG},
    {"projectName",   true,  255, NULL,      OPENAPI_FIELD_WRONG},
    {"workingHours",  true,  0,   is_number, OPENAPI_FIELD_WRONG},
    {"partName",      true,  64,  NULL,      OPENAPI_FIELD_WRONG},
    {"partCode",      true,  64,  NULL,      OPENAPI_FIELD_WRONG},
    {"partQty",       true,  0,   is_number, OPENAPI_FIELD_WRONG},
};

static const struct rule *rule_of(const char *name)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (strcmp(rules[i].name, name) == 0)
            return &rules[i];
    return NULL;
}

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static enum openapi_code check_field(struct exchange *x, const json_t *object, const char *name)
{
    const struct rule *rule = rule_of(name);
    const char *text = message_text(x, object, name);

    if (rule == NULL)
        return OPENAPI_OK;
    if (text == NULL || *text == '\0')
        return rule->required ? OPENAPI_FIELD_EMPTY : OPENAPI_OK;
    if ((rule->most != 0 && characters(text) > rule->most) || (rule->fits != NULL && !rule->fits(x, text)))
        return rule->wrong;
    if (strcmp(name, "partQty") == 0 && strtod(text, NULL) < 1)
        return OPENAPI_QUANTITY;
    return OPENAPI_OK;
}

static enum openapi_code check_list(struct exchange *x, const json_t *object,
                                    const struct signed_field *field, const char **wrong);

static enum openapi_code check_object(struct exchange *x, const json_t *object,
                                      const struct signed_field *fields, const char **wrong)
{
    for (; fields->name != NULL; fields++) {
        enum openapi_code code = fields->inner != NULL ? check_list(x, object, fields, wrong)
                                                       : check_field(x, object, fields->name);
        if (code == OPENAPI_OK)
            continue;
        if (fields->inner == NULL)
            *wrong = fields->name;
        return code;
    }
    return OPENAPI_OK;
}

/* Works have to be there, parts need not; a correction may leave both alone. */
static enum openapi_code check_list(struct exchange *x, const json_t *object,
                                    const struct signed_field *field, const char **wrong)
{
    json_t *list;

    *wrong = field->name;
    if (!message_nested(x, message_member(object, field->name), JSON_ARRAY, &list))
        return OPENAPI_FIELD_WRONG;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        enum openapi_code code =
            json_is_object(one) ? check_object(x, one, field->inner, wrong) : OPENAPI_FIELD_WRONG;
        if (code != OPENAPI_OK)
            return code;
    }
    return OPENAPI_OK;
}

enum openapi_code v2_check(struct exchange *x, const json_t *message, const struct signed_field *fields,
                           const char **field)
{
    enum openapi_code code = check_object(x, message, fields, field);
    json_t *list;

    if (code != OPENAPI_OK || fields != v2_items_fields)
        return code;
    *field = "repairProjectList";
    return message_nested(x, message_member(message, *field), JSON_ARRAY, &list) && json_array_size(list) != 0
               ? OPENAPI_OK
               : OPENAPI_ITEMS_EMPTY;
}
