#include "store/finding_store.h"

#include <string.h>

#include "core/log.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "history/examination.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/dispute_store.h"

/* The columns of finding_read.sql. */
enum column {
    KEY,
    VIN,
    CODE,
    STATE,
    DUE_ON,
    FITTING,
    WORKSHOP,
    REASON,
    ACT,
    BY,
    TAKEN_AT,
    STEP_REASON,
    WORDS
};

static const char *due_text(struct exchange *x, int workdays)
{
    char *text = exchange_alloc(x, DATE_TEXT);

    return *date_text(dispute_due(workdays), text) == '\0' ? NULL : text;
}

/* Bound to the finding and to what was done with it. */
static struct seal_place place_of(struct exchange *x, const char *handle, const char *act)
{
    const char *row = exchange_text(x, "%s %s", handle, act);

    return (struct seal_place){"finding_step.words", row, strlen(row)};
}

static const char *seal_words(struct exchange *x, const struct finding_taking *t)
{
    if (t->words == NULL)
        return NULL;
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, t->handle, rectification_act_code(t->act)),
             h2o_iovec_init(t->words, strlen(t->words)));
    return bytea_text(&x->pool, sealed.base, sealed.len);
}

struct taking {
    struct exchange *x;
    enum finding_fate *fate;
    continuation *resume;
    void *state;
};

static continuation take_on_done, take_on_lease_over;

static enum finding_fate fate_of(const char *word)
{
    static const struct {
        const char *word;
        enum finding_fate fate;
    } table[] = {
        {"taken",    FINDING_DONE    },
        {"again",    FINDING_DONE    },
        {"late",     FINDING_LATE    },
        {"too_many", FINDING_TOO_MUCH},
    };

    for (size_t i = 0; word != NULL && i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].word, word) == 0)
            return table[i].fate;
    return FINDING_NOWHERE;
}

void finding_take(struct exchange *x, const struct finding_taking *t, enum finding_fate *fate,
                  continuation *resume, void *state)
{
    const struct rectification_rule *rule = rectification_rule(t->act);
    char *from = exchange_alloc(x, RECTIFY_STATES_TEXT);
    struct taking *taking = exchange_new(x, struct taking);

    *taking = (struct taking){x, fate, resume, state};
    db_write(x, QUERY_FINDING_TAKE,
             DB_VALUES(t->handle, rectification_actor_code(t->by),
                       exchange_text(x, "%lld", (long long)t->who), rectification_act_code(t->act),
                       rectification_from(t->act, from),
                       rule->stays ? NULL : rectification_state_code(rule->to), due_text(x, rule->workdays),
                       seal_words(x, t), exchange_text(x, "%d", RECTIFY_TEXTS_MOST)),
             take_on_done, taking);
}

static void take_on_done(void *state, const struct answer *answer)
{
    struct taking *t = state;
    int64_t lease = t->x->service->settings->lease_ms * 1000000;

    if (!failed(answer->fault))
        *t->fate = fate_of(rows_text(answer->rows, 0, 0));
    if (failed(answer->fault) || *t->fate != FINDING_DONE)
        t->resume(t->state, answer);
    else
        pending_until(t->x, clock_monotonic() + lease, take_on_lease_over, t);
}

/* Now no process trusts a poll that could have missed it. */
static void take_on_lease_over(void *state, const struct answer *answer)
{
    struct taking *t = state;

    t->resume(t->state, answer);
}

void finding_open(struct exchange *x, continuation *resume, void *state)
{
    db_write(x, QUERY_FINDING_OPENED,
             DB_VALUES(workshop_text(x), due_text(x, rectification_rule(ACT_TOLD)->workdays)), resume, state);
}

void finding_answer(struct exchange *x, int64_t workshop, const char *number_index, finding_set findings,
                    continuation *resume, void *state)
{
    const char *codes = "";

    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (findings & FINDING_BIT(f) && finding_told(f) != NULL)
            codes = exchange_text(x, "%s%s%s", codes, *codes == '\0' ? "" : ",", finding_code(f));
    db_write(x, QUERY_FINDING_ANSWERED,
             DB_VALUES(exchange_text(x, "%lld", (long long)workshop), number_index,
                       exchange_text(x, "{%s}", codes), due_text(x, rectification_rule(ACT_TOLD)->workdays),
                       examination_codes(true, exchange_alloc(x, EXAMINATION_CODES_TEXT))),
             resume, state);
}

static const char *copy_text(struct exchange *x, const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? NULL : h2o_strdup(&x->pool, text, SIZE_MAX).base;
}

/* Words that do not open are a bug or an attack: it is logged, and the step goes without them. */
static const char *open_words(struct exchange *x, const char *handle, const char *act, h2o_iovec_t sealed)
{
    h2o_iovec_t plain;

    if (sealed.len == 0)
        return NULL;
    if (!unseal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, handle, act), sealed, &plain)) {
        log_line(LOG_ERROR, "words_do_not_open", "id", x->id, NULL);
        return NULL;
    }
    return plain.base; /* a zero stands behind it */
}

void finding_from_rows(struct exchange *x, const char *handle, const struct rows *rows,
                       enum audience audience, struct finding_view *view)
{
    struct finding_step_view *steps = exchange_alloc(x, sizeof(*steps) * (size_t)rows->count);

    for (int row = 0; row < rows->count; row++) { /* the newest first */
        const char *act = rows_text(rows, row, ACT);

        steps[rows->count - 1 - row] = (struct finding_step_view){
            .act = rectification_act_of(act),
            .by = rectification_actor_of(rows_text(rows, row, BY)),
            .taken_at = rows_number(rows, row, TAKEN_AT),
            .reason = copy_text(x, rows, row, STEP_REASON),
            .words = open_words(x, handle, act, rows_bytes(&x->pool, rows, row, WORDS)),
        };
    }
    *view = (struct finding_view){
        .audience = audience,
        .handle = handle,
        .code = copy_text(x, rows, 0, CODE),
        .state = rectification_state_of(rows_text(rows, 0, STATE)),
        .due_on = rows_date(rows, 0, DUE_ON),
        .fitting_km = (long)rows_number(rows, 0, FITTING),
        .reason = copy_text(x, rows, 0, REASON),
        .workshop_name = copy_text(x, rows, 0, WORKSHOP),
        .steps = steps,
        .step_count = (size_t)rows->count,
    };
}
