#include "endpoints/workshop/v1/v1.h"

#include "endpoints/workshop/message.h"
#include "endpoints/workshop/record.h"
#include "endpoints/workshop/registration.h"
#include "endpoints/workshop/ticket.h"
#include "http/body.h"

static const struct family v1 = {"v1", family_tell_flat};

void v1_explain(struct exchange *x, enum fault fault)
{
    family_tell_fault(x, &v1, fault);
}

void v1_register_start(struct exchange *x)
{
    registration_start(x, &v1, message_of(x, body_bytes(x)));
}

void v1_token_start(struct exchange *x)
{
    static const struct ticket_names names = {"companycode", "companypassword"};

    ticket_give(x, &v1, message_of(x, body_bytes(x)), &names);
}

static void record_on_told(void *state, const struct upload_told *told)
{
    family_tell_upload(state, &v1, told, NULL);
}

void v1_record_start(struct exchange *x)
{
    record_take_v1(x, &v1, message_of(x, body_bytes(x)), body_bytes(x), record_on_told, x);
}
