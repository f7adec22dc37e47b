/*
 * answers - requests that come again with the same Idempotency-Key are answered as the first was, for a day
 *
 * The same key with another request is refused, as is one while the first is under way. An answer that asks
 * to come again later is not kept. The key is the client's; who sends none has the settlement number, which
 * makes every record safe to repeat.
 */
#pragma once

#include "core/exchange.h"

struct answer_kept {
    int status; /* 0: there was none, the request goes on */
    h2o_iovec_t body;
};

typedef void answers_continuation(void *state, const struct answer_kept *kept);

/* What the request's key, if it has one, is kept under. */
struct answers {
    struct exchange *x;
    const char *key, *request; /* as parameters; NULL: the request has none */
    answers_continuation *resume;
    void (*settled)(void *state);
    void *state;
};

/* Resumes with the answer that was kept, or with none; not at all after a refusal, which it has answered. May
 * resume at once: the caller's last deed. */
void answers_begin(struct exchange *x, struct answers *answers, answers_continuation *resume, void *state);

/* Keeps how it was answered; an empty body: it may be sent again. Then calls `settled`, whatever came of it.
 */
void answers_settle(struct answers *answers, int status, h2o_iovec_t body, void (*settled)(void *state));
