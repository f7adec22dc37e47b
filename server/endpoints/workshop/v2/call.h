/*
 * call - a signed call on its way to what it asks for
 *
 * Of JSON that can be read: an appId that is known, a signature that holds, a moment that is near, a nonce
 * that was not used. Only then is it known who calls.
 */
#pragma once

#include "endpoints/workshop/v2/answer.h"
#include "endpoints/workshop/v2/signature.h"

struct call {
    struct exchange *x;
    json_t *message; /* an object whose numbers are text; belongs to the exchange */
    const char *app_id;
    int64_t workshop;
    const char *secret;
    const struct signed_field *fields;
    void (*run)(struct call *call);
};

/* More than so far from ours a call's clock may not be; nonces are kept for twice as long. */
enum { CALL_SECONDS = 600 };

/* `size` is that of the caller's own struct, which begins with a struct call. */
void call_start(struct exchange *x, size_t size, const struct signed_field *fields,
                void (*run)(struct call *call));
