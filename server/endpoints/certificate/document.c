#include "endpoints/certificate/document.h"

#include <string.h>

#include "core/json_text.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "core/utc_text.h"
#include "endpoints/certificate/mistakes.h"
#include "endpoints/certificate/request.h"
#include "endpoints/photos.h"
#include "http/body.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/photo_store.h"
#include "store/review_store.h"

enum { WAIT_SECONDS = 3600 };

struct sending {
    struct exchange *x, *form; /* form: whose request has the fields and files; a program's is x itself */
    struct vin vin;
    struct vehicle_key key;
    char handle[TICKET_TEXT];
    struct photo_field *photo; /* DOCUMENT_PHOTOS */
    document_sent *resume;     /* NULL: a program waits for the answer */
    void *state;
};

static continuation send_on_tried, send_on_photos, send_on_opened, document_on_row;

static void reply_document(struct exchange *x, int status, const char *handle, const char *state,
                           struct json_text *more)
{
    struct json_text t = json_text_new(&x->pool, 512);
    const char *path = exchange_text(x, "/v1/certificate-documents/%s", handle);

    json_raw(&t, "{\"document\":");
    json_string_put(&t, handle);
    json_raw(&t, ",\"state\":");
    json_string_put(&t, state);
    if (more != NULL)
        json_raw(&t, exchange_text(x, "%.*s", (int)json_text_bytes(more).len, json_text_bytes(more).base));
    json_raw(&t, exchange_text(x, ",\"links\":{\"self\":\"%s\"}}\n", path));
    if (status == 202)
        reply_header(x, "location", path);
    reply_json(x, status, REPLY_NO_STORE, json_text_bytes(&t));
}

static void sent(struct sending *s, const char *handle, bool before)
{
    if (s->resume != NULL)
        s->resume(s->state, handle, before);
    else
        reply_document(s->x, 202, exchange_kept(s->x, handle), "waiting", NULL);
}

/* What is wrong with photos, each by its field. */
static void note_photos(struct mistakes *m, const struct photo_field *photo)
{
    static const char *const words[] = {
        [PHOTO_MISSING] = "A photo of the registration certificate or of the invoice is needed.",
        [PHOTO_TOO_LARGE] = "A photo has 8 MiB at most.",
        [PHOTO_NOT_ONE] = "This is no whole JPEG or PNG.",
        [PHOTO_TOO_MANY_PIXELS] = "A photo has 50 megapixels at most.",
    };

    for (int i = 0; i < DOCUMENT_PHOTOS; i++)
        if (photo[i].fault != PHOTO_FINE)
            mistake(m, FAULT_FIELD_INVALID, words[photo[i].fault], exchange_text(m->x, "/%s", photo[i].name));
}

void document_photos(struct photo_field photo[DOCUMENT_PHOTOS])
{
    photo[0] = (struct photo_field){.name = "registration"};
    photo[1] = (struct photo_field){.name = "invoice"};
}

static bool read_form(struct sending *s)
{
    struct mistakes m = {.x = s->x};

    (void)certificate_vin_given(&m, body_field(s->form, "vin"), &s->vin);
    s->photo[0].needed = multipart_file(s->x, s->photo[1].name).len == 0;
    if (!photos_glance(s->x, s->photo, DOCUMENT_PHOTOS))
        note_photos(&m, s->photo);
    return !mistakes_told(&m);
}

static void take(struct sending *s)
{
    struct exchange *x = s->x;

    document_photos(s->photo);
    if (!read_form(s))
        return;
    s->key = vehicle_key_of(x->service->keys, &s->vin);
    /* Before photos are unpacked: that is work, and this bounds it. */
    db_write(x, QUERY_CERTIFICATE_DOCUMENT_TRY,
             DB_VALUES(client_text(x), vehicle_key_text(&x->pool, &s->key),
                       exchange_text(x, "%ld", x->service->settings->documents_day)),
             send_on_tried, s);
}

void document_send_start(struct exchange *x)
{
    struct sending *s = exchange_new(x, struct sending);

    *s = (struct sending){.x = x, .form = x};
    s->photo = exchange_alloc(x, sizeof(*s->photo) * DOCUMENT_PHOTOS);
    multipart_read(x);
    if (body_is(x, "multipart/form-data") && x->parts != NULL)
        take(s);
    else
        reply_fault(x, body_is(x, "multipart/form-data") ? FAULT_BODY_MALFORMED : FAULT_TYPE_UNSUPPORTED);
}

void document_send_for(struct exchange *x, struct exchange *form, struct photo_field photo[DOCUMENT_PHOTOS],
                       document_sent *resume, void *state)
{
    struct sending *s = exchange_new(x, struct sending);

    *s = (struct sending){.x = x, .form = form, .photo = photo, .resume = resume, .state = state};
    x->parts = form->parts;
    take(s);
}

static void send_on_tried(void *state, const struct answer *answer)
{
    enum { ALLOWED, WAITING };
    struct sending *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
    } else if (!rows_true(answer->rows, 0, ALLOWED)) {
        x->retry_after = 86400;
        reply_problem(x, FAULT_LIMIT, "You have sent as many documents as you may today.", NULL, NULL);
    } else if (rows_text(answer->rows, 0, WAITING) != NULL) {
        sent(s, rows_text(answer->rows, 0, WAITING), true);
    } else if (s->form->req == NULL) {
        reply_fault(x, FAULT_TIMEOUT); /* whoever sent it has left, and its body with it */
    } else {
        photos_make(x, s->photo, DOCUMENT_PHOTOS, send_on_photos, s);
    }
}

static void send_on_photos(void *state, const struct answer *answer)
{
    struct sending *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct mistakes m = {.x = x};
    note_photos(&m, s->photo);
    if (mistakes_told(&m))
        return;
    ticket_new(s->handle);
    db_write(x, QUERY_CERTIFICATE_DOCUMENT_OPEN,
             DB_VALUES(s->handle, client_text(x), vehicle_key_text(&x->pool, &s->key),
                       review_vin_seal(x, s->handle, &s->vin), photo_names_text(x, s->photo, DOCUMENT_PHOTOS),
                       photo_bodies_text(x, REVIEW_PHOTO_COLUMN, s->handle, s->photo, DOCUMENT_PHOTOS),
                       exchange_text(x, "%ld", x->service->settings->documents_open)),
             send_on_opened, s);
}

static void send_on_opened(void *state, const struct answer *answer)
{
    enum { FATE, HANDLE };
    struct sending *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    const char *fate = rows_text(answer->rows, 0, FATE);
    if (strcmp(fate, "ended") == 0) {
        reply_fault(x, FAULT_TOKEN_EXPIRED);
    } else if (strcmp(fate, "too_many") == 0) {
        x->retry_after = WAIT_SECONDS;
        reply_problem(x, FAULT_LIMIT, "As many of your documents wait for a reviewer as may.", NULL, NULL);
    } else {
        sent(s, rows_text(answer->rows, 0, HANDLE), strcmp(fate, "there") == 0);
    }
}

void document_start(struct exchange *x)
{
    const char *handle = segment_text(x, 0);

    if (ticket_fits(handle))
        db_read(x, QUERY_CERTIFICATE_DOCUMENT_READ, DB_VALUES(client_text(x), handle), document_on_row, x);
    else
        reply_fault(x, FAULT_DOCUMENT_UNKNOWN);
}

static void put_moment(struct json_text *t, const char *name, int64_t wall_us)
{
    char text[UTC_TEXT];

    json_raw(t, name);
    json_string_put(t, wall_us == 0 ? NULL : utc_text(wall_us / 1000000, text));
}

static void document_on_row(void *state, const struct answer *answer)
{
    enum { STATE = 1, ASKED_AT, DECIDED_AT, REASON, WORDS, UNTIL };
    struct exchange *x = state;
    const struct rows *rows = answer->rows;
    struct json_text t = json_text_new(&x->pool, 512);

    if (failed(answer->fault) || rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_DOCUMENT_UNKNOWN);
        return;
    }
    const char *handle = segment_text(x, 0), *told = rows_text(rows, 0, STATE);
    put_moment(&t, ",\"sent_at\":", rows_number(rows, 0, ASKED_AT));
    put_moment(&t, ",\"decided_at\":", rows_number(rows, 0, DECIDED_AT));
    put_moment(&t, ",\"until\":", rows_number(rows, 0, UNTIL));
    json_raw(&t, ",\"reason\":");
    json_string_put(&t, rows_text(rows, 0, REASON));
    json_raw(&t, ",\"words\":");
    json_string_put(&t, review_words_open(x, handle, rows_bytes(&x->pool, rows, 0, WORDS)));
    reply_document(x, 200, handle, strcmp(told, "open") == 0 ? "waiting" : exchange_kept(x, told), &t);
}
