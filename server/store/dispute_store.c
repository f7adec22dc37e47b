#include "store/asker.h"
#include "store/dispute_store.h"

#include <string.h>

#include "core/log.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "history/workdays.h"
#include "store/db.h"
#include "store/photo_store.h"

/* The columns of dispute_read.sql. */
enum column {
    VEHICLE,
    KEY,
    VIN,
    KIND,
    STATE,
    DUE_ON,
    WORKSHOP,
    STEP, /* and three more of it */
    REPAIR = STEP + 4,
    HAS_PHOTO
};

struct date dispute_due(int workdays)
{
    static _Thread_local int told;
    bool announced;
    struct date due = workdays_after(date_today(), workdays, &announced);

    if (workdays == 0)
        return (struct date){0};
    if (!announced && told != due.year) {
        log_line(LOG_WARNING, "holidays_unknown", "year", log_number(due.year), NULL);
        told = due.year;
    }
    return due;
}

static const char *due_text(struct exchange *x, int workdays)
{
    char *text = exchange_alloc(x, DATE_TEXT);

    return *date_text(dispute_due(workdays), text) == '\0' ? NULL : text;
}

/* Bound to the dispute and to what was done with it. */
static struct seal_place place_of(struct exchange *x, const char *handle, const char *step)
{
    const char *row = exchange_text(x, "%s %s", handle, step);

    return (struct seal_place){"dispute_step.words", row, strlen(row)};
}

static const char *seal_words(struct exchange *x, const char *handle, enum dispute_step step,
                              const char *words)
{
    if (words == NULL)
        return NULL;
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, handle, dispute_step_code(step)),
             h2o_iovec_init(words, strlen(words)));
    return bytea_text(&x->pool, sealed.base, sealed.len);
}

struct changing {
    struct exchange *x;
    enum dispute_fate *fate;
    continuation *resume;
    void *state;
};

static continuation change_on_done, change_on_lease_over;

static struct changing *changing(struct exchange *x, enum dispute_fate *fate, continuation *resume,
                                 void *state)
{
    struct changing *c = exchange_new(x, struct changing);

    *c = (struct changing){x, fate, resume, state};
    return c;
}

static enum dispute_fate fate_of(const char *word)
{
    static const struct {
        const char *word;
        enum dispute_fate fate;
    } table[] = {
        {"opened",      FATE_DONE       },
        {"there",       FATE_DONE       },
        {"taken",       FATE_DONE       },
        {"again",       FATE_DONE       },
        {"contested",   FATE_CONTESTED  },
        {"too_many",    FATE_TOO_MANY   },
        {"late",        FATE_LATE       },
        {"no_workshop", FATE_NO_WORKSHOP},
    };

    for (size_t i = 0; word != NULL && i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].word, word) == 0)
            return table[i].fate;
    return FATE_NOWHERE;
}

static void change_on_done(void *state, const struct answer *answer)
{
    struct changing *c = state;
    int64_t lease = c->x->service->settings->lease_ms * 1000000;

    if (!failed(answer->fault))
        *c->fate = fate_of(rows_text(answer->rows, 0, 0));
    if (failed(answer->fault) || *c->fate != FATE_DONE)
        c->resume(c->state, answer);
    else
        pending_until(c->x, clock_monotonic() + lease, change_on_lease_over, c);
}

/* Now no process trusts a poll that could have missed it. */
static void change_on_lease_over(void *state, const struct answer *answer)
{
    struct changing *c = state;

    c->resume(c->state, answer);
}

void dispute_open(struct exchange *x, const struct dispute_opening *o, enum dispute_fate *fate,
                  continuation *resume, void *state)
{
    enum dispute_step step = o->repair == 0 ? STEP_ASKED : STEP_OPENED;
    const struct dispute_rule *rule = dispute_rule(step);

    db_write(x, QUERY_DISPUTE_OPEN,
             DB_VALUES(account_text(x), o->vehicle, o->handle,
                       o->repair == 0 ? NULL : exchange_text(x, "%lld", (long long)o->repair),
                       dispute_kind_code(o->kind), dispute_step_code(step), dispute_state_code(rule->to),
                       due_text(x, rule->workdays), seal_words(x, o->handle, step, o->words),
                       exchange_text(x, "%d", DISPUTES_MOST),
                       photo_body_text(x, DISPUTE_PHOTO_COLUMN, o->handle, o->photo)),
             change_on_done, changing(x, fate, resume, state));
}

void dispute_take(struct exchange *x, const struct dispute_taking *t, enum dispute_fate *fate,
                  continuation *resume, void *state)
{
    const struct dispute_rule *rule = dispute_rule(t->step);
    char *from = exchange_alloc(x, DISPUTE_STATES_TEXT);

    db_write(x, QUERY_DISPUTE_TAKE,
             DB_VALUES(t->handle, dispute_actor_code(rule->by), exchange_text(x, "%lld", (long long)t->who),
                       dispute_step_code(t->step), dispute_from(t->step, from),
                       rule->stays ? NULL : dispute_state_code(rule->to), due_text(x, rule->workdays),
                       seal_words(x, t->handle, t->step, t->words), rule->tell, t->workshop),
             change_on_done, changing(x, fate, resume, state));
}

static const char *copy_text(struct exchange *x, const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? NULL : h2o_strdup(&x->pool, text, SIZE_MAX).base;
}

/* Words that do not open are a bug or an attack: it is logged, and the step goes without them. */
static const char *open_words(struct exchange *x, const char *handle, const char *step, h2o_iovec_t sealed)
{
    h2o_iovec_t plain;

    if (sealed.len == 0)
        return NULL;
    if (!unseal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, handle, step), sealed, &plain)) {
        log_line(LOG_ERROR, "words_do_not_open", "id", x->id, NULL);
        return NULL;
    }
    return plain.base; /* a zero stands behind it */
}

void dispute_step_from_row(struct exchange *x, const char *handle, const struct rows *rows, int row,
                           int column, enum audience audience, struct dispute_step_view *s)
{
    enum { WHAT, BY, TAKEN_AT, WORDS };
    const char *step = rows_text(rows, row, column + WHAT);

    s->step = dispute_step_of(step);
    s->by = dispute_actor_of(rows_text(rows, row, column + BY));
    s->taken_at = rows_number(rows, row, column + TAKEN_AT);
    s->words = dispute_words_shown(
        &x->pool, s->by, open_words(x, handle, step, rows_bytes(&x->pool, rows, row, column + WORDS)),
        audience);
}

void dispute_from_rows(struct exchange *x, const char *handle, const struct rows *rows,
                       enum audience audience, struct dispute_view *view)
{
    struct dispute_step_view *steps = exchange_alloc(x, sizeof(*steps) * (size_t)rows->count);

    for (int row = 0; row < rows->count; row++)
        dispute_step_from_row(x, handle, rows, row, STEP, audience, &steps[row]);
    *view = (struct dispute_view){
        .audience = audience,
        .handle = handle,
        .vehicle = audience == AUDIENCE_OWNER ? copy_text(x, rows, 0, VEHICLE) : NULL,
        .kind = dispute_kind_of(rows_text(rows, 0, KIND)),
        .state = dispute_state_of(rows_text(rows, 0, STATE)),
        .due_on = rows_date(rows, 0, DUE_ON),
        .has_photo = rows_true(rows, 0, HAS_PHOTO),
        .workshop_name = copy_text(x, rows, 0, WORKSHOP),
        .steps = steps,
        .step_count = (size_t)rows->count,
    };
}
