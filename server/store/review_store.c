#include "store/review_store.h"

#include <string.h>

#include "core/log.h"
#include "core/seal.h"
#include "core/service.h"
#include "store/organisation_store.h"

/* The columns that review_from_row() reads. */
enum column {
    HANDLE,
    KIND,
    STATE,
    ROUND,
    VIN,
    ASKED_AT,
    DECIDED_AT,
    REASON,
    WORDS,
    HOLDER,
    SENT,
    ORGANISATION
};

static struct seal_place place_of(const char *column, const char *handle)
{
    return (struct seal_place){column, handle, strlen(handle)};
}

static const char *sealed_text(struct exchange *x, struct seal_place place, const char *text)
{
    if (text == NULL)
        return NULL;
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, place, h2o_iovec_init(text, strlen(text)));
    return bytea_text(&x->pool, sealed.base, sealed.len);
}

static const char *opened(struct exchange *x, struct seal_place place, h2o_iovec_t sealed)
{
    h2o_iovec_t plain;

    if (sealed.len == 0)
        return NULL;
    if (!unseal(&x->pool, x->service->keys, KEY_SEAL, place, sealed, &plain)) {
        log_line(LOG_ERROR, "review_does_not_open", "id", x->id, NULL);
        return NULL;
    }
    return plain.base; /* a zero stands behind it */
}

const char *review_vin_seal(struct exchange *x, const char *handle, const struct vin *vin)
{
    return sealed_text(x, place_of("review.vin", handle), vin->text);
}

const char *review_words_seal(struct exchange *x, const char *handle, const char *words)
{
    return sealed_text(x, place_of("review.words", handle), words);
}

const char *review_vin_open(struct exchange *x, const char *handle, h2o_iovec_t sealed)
{
    return opened(x, place_of("review.vin", handle), sealed);
}

const char *review_words_open(struct exchange *x, const char *handle, h2o_iovec_t sealed)
{
    return opened(x, place_of("review.words", handle), sealed);
}

bool review_from_row(struct exchange *x, const struct rows *rows, int row, struct review_view *r)
{
    const char *handle = exchange_kept(x, rows_text(rows, row, HANDLE));
    const char *vin = review_vin_open(x, handle, rows_bytes(&x->pool, rows, row, VIN));

    *r = (struct review_view){
        .handle = handle,
        .kind = review_kind_of(rows_text(rows, row, KIND)),
        .state = review_state_of(rows_text(rows, row, STATE)),
        .round = (int)rows_number(rows, row, ROUND),
        .holder = rows_true(rows, row, HOLDER),
        .sent = rows_true(rows, row, SENT),
        .asked_at = rows_number(rows, row, ASKED_AT),
        .decided_at = rows_number(rows, row, DECIDED_AT),
        .reason = review_reason_of(rows_text(rows, row, REASON)),
        .words = review_words_open(x, handle, rows_bytes(&x->pool, rows, row, WORDS)),
    };
    if (r->kind == REVIEW_LICENCE) {
        struct company company;

        if (!company_open(&x->pool, x->service->keys, handle, rows_bytes(&x->pool, rows, row, ORGANISATION),
                          &company))
            return false;
        r->company = company.name;
        r->company_code = company.code;
        return true;
    }
    return vin != NULL && vin_parse(&r->vin, vin, strlen(vin)) == VIN_OK;
}

enum review_fate review_fate_of(const char *word)
{
    static const struct {
        const char *word;
        enum review_fate fate;
    } table[] = {
        {"opened",       REVIEW_DONE        },
        {"added",        REVIEW_DONE        },
        {"there",        REVIEW_DONE        },
        {"decided",      REVIEW_DONE        },
        {"again",        REVIEW_DONE        },
        {"open",         REVIEW_UNDER_WAY   },
        {"held",         REVIEW_HELD        },
        {"too_many",     REVIEW_TOO_MANY    },
        {"late",         REVIEW_LATE        },
        {"same",         REVIEW_SAME        },
        {"unregistered", REVIEW_UNREGISTERED},
        {"moved",        REVIEW_MOVED       },
        {"taken",        REVIEW_TAKEN       },
    };

    for (size_t i = 0; word != NULL && i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].word, word) == 0)
            return table[i].fate;
    return REVIEW_NOWHERE;
}
