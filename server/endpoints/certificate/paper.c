#include "endpoints/certificate/paper.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "certificate/credential.h"
#include "core/canonical_json.h"
#include "core/offload.h"
#include "core/service.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/log.h"
#include "http/reply.h"
#include "render/certificate_paper.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"

/* The helper thread has memory of its own. */
struct drawing {
    struct exchange *x;
    struct certificate_number number;
    const struct certificate_words *words;
    const char *address, *code;
    h2o_iovec_t credential, envelope;
    enum certificate_language language;
    h2o_mem_pool_t pool;
    bool preview;
    void (*resume)(void *state, h2o_iovec_t bytes);
    void *state;
    char *bytes; /* of malloc() */
    size_t length;
};

static continuation paper_on_row, paper_on_drawn;
static void paper_on_envelope(void *state, h2o_iovec_t envelope);

static void drawing_end(void *state)
{
    struct drawing *d = state;

    h2o_mem_clear_pool(&d->pool);
    free(d->bytes);
}

void certificate_paper(struct exchange *x, const struct certificate_number *number, bool preview,
                       void (*resume)(void *state, h2o_iovec_t bytes), void *state)
{
    struct drawing *d = exchange_new(x, struct drawing);

    *d = (struct drawing){.x = x, .number = *number, .preview = preview, .resume = resume, .state = state};
    h2o_mem_init_pool(&d->pool);
    exchange_adopt(x, d, drawing_end);
    db_read(x, QUERY_CERTIFICATE_CREDENTIAL,
            DB_VALUES(exporter_text(x), certificate_number_bytea(&x->pool, number)), paper_on_row, d);
}

/* On a helper thread. */
static void draw(void *state)
{
    struct drawing *d = state;
    json_t *document = canonical_json_read(d->credential.base, d->credential.len);
    struct credential credential;

    if (document != NULL && credential_read(&d->pool, document, &credential)) {
        const struct certificate_paper paper = {
            .claims = &credential.claims,
            .language = d->language,
            .code = d->code,
            .key = credential.proof.kid,
            .address = d->address,
            .credential = d->envelope.base,
            .credential_length = d->envelope.len,
        };

        d->bytes = d->preview ? certificate_paper_png(d->words, &paper, &d->length)
                              : certificate_paper_pdf(d->words, &paper, &d->length);
    }
    json_decref(document);
}

enum { CREDENTIAL, PAPER, PLACE, LANGUAGE };

static bool open_row(struct drawing *d, const struct rows *rows)
{
    struct exchange *x = d->x;
    const struct keys *keys = x->service->keys;
    h2o_iovec_t code;

    if (!certificate_open(&x->pool, keys, CERTIFICATE_CREDENTIAL, &d->number,
                          rows_bytes(&x->pool, rows, 0, CREDENTIAL), &d->credential) ||
        !certificate_open(&x->pool, keys, CERTIFICATE_PAPER, &d->number, rows_bytes(&x->pool, rows, 0, PAPER),
                          &code))
        return false;
    d->code = code.base;
    d->language = certificate_language(rows_text(rows, 0, LANGUAGE));
    d->words = x->service->certificate_words;
    d->address = exchange_text(x, "%s/verify", certificate_issuer(x));
    return d->language != CERTIFICATE_LANGUAGES;
}

static void paper_on_row(void *state, const struct answer *answer)
{
    struct drawing *d = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(d->x, failed(answer->fault) ? answer->fault : FAULT_CERTIFICATE_UNKNOWN);
    else if (!open_row(d, answer->rows))
        reply_fault(d->x, FAULT_BUG);
    else
        log_envelope(d->x, d->credential, rows_number(answer->rows, 0, PLACE), paper_on_envelope, d);
}

static void paper_on_envelope(void *state, h2o_iovec_t envelope)
{
    struct drawing *d = state;

    d->envelope = envelope;
    offload_run(d->x, d->x->service->offload, draw, paper_on_drawn, d);
}

static void paper_on_drawn(void *state, const struct answer *answer)
{
    struct drawing *d = state;

    if (failed(answer->fault) || d->bytes == NULL)
        reply_fault(d->x, failed(answer->fault) ? answer->fault : FAULT_BUG);
    else
        d->resume(d->state, h2o_iovec_init(d->bytes, d->length));
}

static void paper_reply(void *state, h2o_iovec_t bytes)
{
    struct exchange *x = state;
    struct certificate_number number;
    char text[CERTIFICATE_NUMBER_TEXT];

    if (certificate_number_parse(x->segment[0].base, x->segment[0].len, &number))
        reply_header(x, "content-disposition",
                     exchange_text(x, "attachment; filename=\"chedang-%s.pdf\"",
                                   certificate_number_text(&number, text)));
    reply_bytes(x, 200, REPLY_NO_STORE, "application/pdf", bytes);
}

void certificate_paper_start(struct exchange *x)
{
    struct certificate_number number;

    if (certificate_number_of_path(x, &number) != NULL)
        certificate_paper(x, &number, false, paper_reply, x);
}

static void preview_reply(void *state, h2o_iovec_t bytes)
{
    reply_bytes(state, 200, REPLY_NO_STORE, "image/png", bytes);
}

void certificate_preview_start(struct exchange *x)
{
    struct certificate_number number;

    if (certificate_number_of_path(x, &number) != NULL)
        certificate_paper(x, &number, true, preview_reply, x);
}
