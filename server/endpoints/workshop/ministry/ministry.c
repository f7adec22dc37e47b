#include "endpoints/workshop/ministry/ministry.h"

#include <string.h>

#include "core/service.h"
#include "core/settings.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/ministry/batch.h"
#include "endpoints/workshop/sender.h"
#include "endpoints/workshop/ticket.h"
#include "history/text.h"
#include "http/body.h"
#include "store/db.h"
#include "store/limits.h"

/* An open door registers so many in a day; a chain, which is known, ten times as many. */
enum { MOST_NAME = 300, DIVISION = 6, CHAIN_SHARE = 10 };

const struct family ministry = {"ministry", family_tell_flat};

struct shop {
    struct exchange *x;
    const char *name, *licence_no, *division;
    int64_t chain;
};

static continuation shop_on_sender, shop_on_limited, shop_on_stored;

void ministry_token_start(struct exchange *x)
{
    static const struct ticket_names names = {"username", "password"};

    ticket_give(x, &ministry, message_of(x, body_bytes(x)), &names);
}

static const char *text_of(struct exchange *x, const json_t *message, const char *name)
{
    return text_bounded(&x->pool, message_text(x, message, name), SIZE_MAX);
}

/* What is wrong, in Chinese; NULL when nothing is. */
static const char *complain(const struct shop *s)
{
    if (s->name == NULL || strlen(s->name) > MOST_NAME)
        return "companyname 为必填项，且不得过长";
    if (s->licence_no == NULL || strlen(s->licence_no) > MOST_NAME)
        return "companyroadtransportationlicense 为必填项，且不得过长";
    if (s->division == NULL || strlen(s->division) != DIVISION ||
        strspn(s->division, "0123456789") != DIVISION || s->division[0] == '0')
        return "companyadministrativedivisioncode 须为 6 位行政区划代码";
    return NULL;
}

void ministry_shop_start(struct exchange *x)
{
    struct shop *s = exchange_new(x, struct shop);
    const json_t *message = message_of(x, body_bytes(x));
    const char *token = message_token(x, message, body_bytes(x));

    *s = (struct shop){
        .x = x,
        .name = text_of(x, message, "companyname"),
        .licence_no = text_of(x, message, "companyroadtransportationlicense"),
        .division = text_of(x, message, "companyadministrativedivisioncode"),
    };
    if (!json_is_object(message))
        ministry.tell(x, STATUS_FORMAT, NULL, NULL);
    else if (token == NULL)
        ministry.tell(x, STATUS_NO_TOKEN, NULL, NULL);
    else
        sender_find(x, token, &s->chain, shop_on_sender, s);
}

static void shop_on_sender(void *state, const struct answer *answer)
{
    struct shop *s = state;
    struct exchange *x = s->x;
    const char *complaint = complain(s);

    if (failed(answer->fault))
        family_tell_fault(x, &ministry, answer->fault);
    else if (complaint != NULL)
        ministry.tell(x, STATUS_INVALID, complaint, NULL);
    else
        limits_take_of(x, LIMIT_REGISTER, x->service->settings->register_day * CHAIN_SHARE, 1, &s->chain,
                       sizeof(s->chain), shop_on_limited, s);
}

static void shop_on_limited(void *state, const struct answer *answer)
{
    struct shop *s = state;

    if (failed(answer->fault))
        family_tell_fault(s->x, &ministry, answer->fault);
    else
        db_write(
            s->x, QUERY_WORKSHOP_SHOP_PUT,
            DB_VALUES(exchange_text(s->x, "%lld", (long long)s->chain), s->name, s->licence_no, s->division),
            shop_on_stored, s);
}

static void shop_on_stored(void *state, const struct answer *answer)
{
    struct shop *s = state;

    if (failed(answer->fault))
        family_tell_fault(s->x, &ministry, answer->fault);
    else if (answer->rows->count == 0) /* registered by another request just now: asking again finds it */
        ministry.tell(s->x, STATUS_BUSY, NULL, NULL);
    else
        ministry.tell(s->x, STATUS_REGISTERED, NULL,
                      exchange_text(s->x, ",\"companyuniquecode\":\"%s\"", rows_text(answer->rows, 0, 0)));
}
