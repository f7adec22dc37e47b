#include "endpoints/workshop/registration.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/offload.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/workshop/message.h"
#include "history/text.h"
#include "http/address.h"
#include "store/db.h"
#include "store/limits.h"
#include "store/workshop_store.h"

/* Names and licence numbers are found by an index, whose rows have their bound. */
enum {
    MOST_NAME = 300,
    MOST_TEXT = 2000,
    LEAST_PASSWORD = 6,
    MOST_PASSWORD = 64,
    DIVISION = 6,
    CREDIT_CODE = 18
};

struct registration {
    struct exchange *x;
    const struct family *family;
    const json_t *message;
    const char *name, *password, *credit_code, *licence_no, *division;
    int class;
    char hash[PASSWORD_HASH_TEXT];
    bool holds;
    const char *code; /* the company's */
};

static continuation register_on_limited, register_on_found, register_on_verified, register_on_number,
    register_on_hashed, register_on_stored;

/* Spellings that programs use besides the interface's own. */
static const char *const misspelt[][2] = {
    {"companyeconomiccategory",  "companyeconomicategory"   },
    {"companysuperintendenttel", "companysupereintendenttel"},
};

/* A member's text without the blanks around it; NULL when it is absent or a filler. */
static const char *text_of(struct registration *r, const char *name)
{
    const char *text = message_text(r->x, r->message, name);

    for (size_t i = 0; text == NULL && i < sizeof(misspelt) / sizeof(misspelt[0]); i++)
        if (strcmp(name, misspelt[i][0]) == 0)
            text = message_text(r->x, r->message, misspelt[i][1]);
    return text_bounded(&r->x->pool, text, MOST_TEXT);
}

static bool fits(const char *text)
{
    return text == NULL || strlen(text) <= MOST_NAME;
}

/* 01, 1, 一类: all are in use. 0: not said. */
static int class_of(const char *text)
{
    static const char *const chinese[] = {"一", "二", "三"};

    if (text == NULL)
        return 0;
    for (int class = 1; class <= 3; class ++) {
        const char digit[] = {(char)('0' + class), '\0'};
        if (strcmp(text[0] == '0' ? text + 1 : text, digit) == 0 || strncmp(text, chinese[class - 1], 3) == 0)
            return class;
    }
    return 0;
}

static bool is_division(const char *text)
{
    return text != NULL && strlen(text) == DIVISION && strspn(text, "0123456789") == DIVISION &&
           text[0] != '0';
}

/* What is wrong, in Chinese; NULL when nothing is. */
static const char *read_registration(struct registration *r)
{
    r->name = text_of(r, "companyname");
    r->password = message_text(r->x, r->message, "companypassword");
    r->credit_code = text_of(r, "companyunifiedsocialcreditidentifier");
    r->licence_no = text_of(r, "companyroadtransportationlicense");
    r->division = text_of(r, "companyadministrativedivisioncode");
    r->class = class_of(text_of(r, "companycategory"));
    if (r->name == NULL)
        return "companyname 为必填项";
    if (!fits(r->name))
        return "companyname 过长";
    if (!fits(r->licence_no))
        return "companyroadtransportationlicense 过长";
    if (r->password == NULL || strlen(r->password) < LEAST_PASSWORD || strlen(r->password) > MOST_PASSWORD)
        return "companypassword 须为 6 至 64 个字符";
    if (!is_division(r->division))
        return "companyadministrativedivisioncode 须为 6 位行政区划代码";
    if (r->credit_code == NULL && r->licence_no == NULL)
        return "统一社会信用代码或道路运输经营许可证号至少填一项";
    if (r->credit_code != NULL && strlen(r->credit_code) != CREDIT_CODE)
        return "companyunifiedsocialcreditidentifier 须为 18 位";
    return NULL;
}

void registration_start(struct exchange *x, const struct family *family, const json_t *message)
{
    struct registration *r = exchange_new(x, struct registration);
    const char *complaint;

    r->x = x;
    r->family = family;
    if (!json_is_object(message)) {
        family->tell(x, STATUS_FORMAT, NULL, NULL);
        return;
    }
    r->message = message;
    complaint = read_registration(r);
    if (complaint != NULL) {
        r->family->tell(x, STATUS_INVALID, complaint, NULL);
        return;
    }
    limits_take(x, LIMIT_REGISTER, 1, address_of(x), strlen(address_of(x)), register_on_limited, r);
}

static void register_on_limited(void *state, const struct answer *answer)
{
    struct registration *r = state;

    if (failed(answer->fault))
        family_tell_fault(r->x, r->family, answer->fault);
    else
        db_read(r->x, QUERY_WORKSHOP_BY_IDENTITY, DB_VALUES(r->credit_code, r->licence_no, r->name),
                register_on_found, r);
}

static void verify(void *state)
{
    struct registration *r = state;

    r->holds = workshop_password_holds(r->password, r->hash);
}

/* One that is there already is told its code again, if it knows its password. */
static void register_on_found(void *state, const struct answer *answer)
{
    struct registration *r = state;
    struct exchange *x = r->x;

    if (failed(answer->fault)) {
        family_tell_fault(x, r->family, answer->fault);
        return;
    }
    if (answer->rows->count == 0) {
        db_write(x, QUERY_WORKSHOP_NUMBER_NEXT, DB_VALUES(r->division), register_on_number, r);
        return;
    }
    r->code = h2o_strdup(&x->pool, rows_text(answer->rows, 0, 0), SIZE_MAX).base;
    if (workshop_password_open(x->service->keys, r->code, rows_bytes(&x->pool, answer->rows, 0, 1), r->hash))
        offload_run(x, x->service->offload, verify, register_on_verified, r);
    else
        r->family->tell(x, STATUS_EXISTS, NULL, NULL);
}

static void tell_code(struct registration *r)
{
    r->family->tell(r->x, STATUS_REGISTERED, NULL, exchange_text(r->x, ",\"companycode\":\"%s\"", r->code));
}

static void register_on_verified(void *state, const struct answer *answer)
{
    struct registration *r = state;

    if (failed(answer->fault))
        family_tell_fault(r->x, r->family, answer->fault);
    else if (r->holds)
        tell_code(r);
    else
        r->family->tell(r->x, STATUS_EXISTS, NULL, NULL);
}

static void hash(void *state)
{
    struct registration *r = state;

    r->holds = workshop_password_hash(r->password, r->hash);
}

static void register_on_number(void *state, const struct answer *answer)
{
    struct registration *r = state;

    if (failed(answer->fault)) {
        family_tell_fault(r->x, r->family, answer->fault);
        return;
    }
    r->code = h2o_strdup(&r->x->pool, rows_text(answer->rows, 0, 0), SIZE_MAX).base;
    offload_run(r->x, r->x->service->offload, hash, register_on_hashed, r);
}

static const char *contacts(struct registration *r)
{
    static const char *const names[] = {"companylinkmanname", "companylinkmantel",
                                        "companysuperintendentname", "companysuperintendenttel",
                                        "companyemail"};
    json_t *object = json_object();

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *text = text_of(r, names[i]);
        if (text != NULL)
            json_object_set_new(object, names[i], json_string(text));
    }
    char *text = json_dumps(object, JSON_COMPACT);
    const char *copy = exchange_text(r->x, "%s", text == NULL ? "{}" : text);
    free(text);
    json_decref(object);
    return copy;
}

/* An open end is sent as 99990909, which is as good as any day that far away. */
static const char *day_of(struct registration *r, const char *name)
{
    const char *text = text_of(r, name);
    char day[DATE_TEXT];
    struct date date;

    if (text == NULL || !date_parse(&date, text, strlen(text)))
        return NULL;
    return exchange_text(r->x, "%s", date_text(date, day));
}

static void register_on_hashed(void *state, const struct answer *answer)
{
    struct registration *r = state;
    struct exchange *x = r->x;

    if (failed(answer->fault) || !r->holds) {
        family_tell_fault(x, r->family, failed(answer->fault) ? answer->fault : FAULT_BUSY);
        return;
    }
    db_write(x, QUERY_WORKSHOP_INSERT,
             DB_VALUES(r->code, r->name, r->credit_code, r->licence_no,
                       day_of(r, "roadtransportationlicensestartdate"),
                       day_of(r, "roadtransportationlicenseenddate"), exchange_text(x, "%d", r->class),
                       r->division, text_of(r, "companyeconomiccategory"),
                       text_of(r, "companyoperationstate"), text_of(r, "companybusinessscope"),
                       text_of(r, "companyaddress"), text_of(r, "companypostalcode"),
                       workshop_contacts_seal(&x->pool, x->service->keys, r->code, contacts(r)),
                       workshop_password_seal(&x->pool, x->service->keys, r->code, r->hash)),
             register_on_stored, r);
}

static void register_on_stored(void *state, const struct answer *answer)
{
    struct registration *r = state;

    if (failed(answer->fault))
        family_tell_fault(r->x, r->family, answer->fault);
    else if (answer->rows->count == 0)
        r->family->tell(r->x, STATUS_BUSY, NULL,
                        NULL); /* registered by another request just now: asking again finds it */
    else
        tell_code(r);
}
