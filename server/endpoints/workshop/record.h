/*
 * record - a message with one repair job, as most families send it: a token in it says whose it is
 */
#pragma once

#include <jansson.h>

#include "endpoints/workshop/family.h"

struct record_message {
    const char *family;
    h2o_iovec_t bytes;                /* as in upload_from.message */
    const char *token;                /* NULL: there is none */
    bool broken;                      /* no JSON */
    const struct raw_submission *raw; /* NULL: its parts are not what they should be */
};

/* TOKEN_EXPIRED when the token is nobody's or missing, BODY_MALFORMED when there is none in something broken;
 * else as upload_submit() and upload_set_apart(). Strings live as long as the exchange. */
void record_take(struct exchange *x, const struct record_message *message, upload_continuation *then,
                 void *state);

/* Likewise of a message with v1's names; NULL: no JSON. `bytes` are what was sent. */
void record_take_v1(struct exchange *x, const struct family *family, const json_t *message, h2o_iovec_t bytes,
                    upload_continuation *then, void *state);
