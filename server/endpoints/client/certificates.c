#include "endpoints/client/certificates.h"

#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/certificate/exporter.h"
#include "endpoints/client/certificate_row.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"
#include "store/review_store.h"

enum { ON_A_PAGE = 50, AT_ONCE = 50, MOST = 2000, HEX_NUMBER = 2 * CERTIFICATE_NUMBER_BYTES };

struct listing {
    struct exchange *x;
    struct certificates_shown shown;
    struct certificate_shown *certificate;
    struct certificate_number *number; /* those that are to be shown */
    size_t count, at;
    bool as_csv;
    const char *before; /* as a parameter */
};

static continuation list_on_client, list_on_found, list_on_rows, list_on_papers;

static const char *given(const char *text)
{
    return text == NULL || *text == '\0' ? NULL : text;
}

/* What is no state or number is as if it were not there. */
static void begin(struct exchange *x, const char *state, const char *before, const char *searched,
                  bool as_csv)
{
    static const char *const states[] = {"valid", "expired", "superseded", "withdrawn"};
    struct listing *l = exchange_new(x, struct listing);
    struct certificate_number number;

    l->x = x;
    l->as_csv = as_csv;
    l->shown.searched = given(searched);
    for (size_t i = 0; given(state) != NULL && i < sizeof(states) / sizeof(states[0]); i++)
        if (strcmp(states[i], state) == 0)
            l->shown.state = states[i];
    if (given(before) != NULL && certificate_number_parse(before, strlen(before), &number)) {
        char text[CERTIFICATE_NUMBER_TEXT];

        l->before = certificate_number_bytea(&x->pool, &number);
        l->shown.before = exchange_kept(x, certificate_number_text(&number, text));
        l->shown.later = true;
    }
    db_read(x, QUERY_CERTIFICATE_EXPORTER,
            DB_VALUES(administered_text(x),
                      exchange_text(x, "%lld", (long long)china_day_begins(china_day(clock_wall())))),
            list_on_client, l);
}

void certificates_shown_start(struct exchange *x)
{
    begin(x, query_field(x, "state"), query_field(x, "before"), NULL, false);
}

void certificates_search_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        begin(x, body_field(x, "state"), body_field(x, "before"), body_field(x, "q"), false);
}

void certificates_csv_start(struct exchange *x)
{
    begin(x, query_field(x, "state"), query_field(x, "before"), NULL, true);
}

static void list_on_client(void *state, const struct answer *answer)
{
    struct listing *l = state;
    struct exchange *x = l->x;
    struct asker client;
    int looked_at = l->as_csv || l->shown.searched != NULL ? MOST : ON_A_PAGE;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_SIGNED_OUT);
        return;
    }
    (void)exporter_read(&client, answer->rows, 0, 0);
    l->shown.day = client.terms.day != 0 ? client.terms.day : x->service->settings->lookup_day;
    l->shown.used = (long)rows_number(answer->rows, 0, EXPORTER_COLUMNS);
    l->shown.outdated = (long)rows_number(answer->rows, 0, EXPORTER_COLUMNS + 1);
    db_read(x, QUERY_CERTIFICATES_FIND,
            DB_VALUES(administered_text(x), l->shown.state, l->before, exchange_text(x, "%d", looked_at + 1)),
            list_on_found, l);
}

/* A part of the number or of the reference. */
static bool fits(struct listing *l, const struct rows *rows, int row, const struct certificate_number *number)
{
    struct exchange *x = l->x;
    char text[CERTIFICATE_NUMBER_TEXT];
    h2o_iovec_t reference;

    if (l->shown.searched == NULL ||
        strcasestr(certificate_number_text(number, text), l->shown.searched) != NULL)
        return true;
    return certificate_open(&x->pool, x->service->keys, CERTIFICATE_REFERENCE, number,
                            rows_bytes(&x->pool, rows, row, 1), &reference) &&
           strcasestr(reference.base, l->shown.searched) != NULL;
}

static void show(struct listing *l)
{
    struct exchange *x = l->x;
    struct page page = page_for(x, "/platform/certificates");

    l->shown.certificate = l->certificate;
    if (!l->as_csv) {
        reply_page(x, 200, client_certificates_page(&page, &l->shown));
        return;
    }
    reply_header(x, "content-disposition", "attachment; filename=\"certificates.csv\"");
    reply_bytes(x, 200, REPLY_NO_STORE, "text/csv; charset=utf-8",
                client_certificates_table(&page, l->certificate, l->shown.count, l->shown.next != NULL));
}

/* The next of those that are to be shown; a few at a time, so that no turn of the loop is long. */
static void read_next(struct listing *l)
{
    struct exchange *x = l->x;
    size_t end = l->at + AT_ONCE < l->count ? l->at + AT_ONCE : l->count;
    char *hex = exchange_alloc(x, (end - l->at) * (HEX_NUMBER + 1) + 1), *to = hex;

    if (l->at == l->count) {
        if (l->as_csv || l->shown.later || l->shown.searched != NULL)
            show(l);
        else
            db_read(x, QUERY_CERTIFICATE_DOCUMENTS, DB_VALUES(administered_text(x)), list_on_papers, l);
        return;
    }
    for (; l->at < end; l->at++) {
        if (to != hex)
            *to++ = ',';
        to = stpcpy(to, number_hex(x, &l->number[l->at]));
    }
    db_read(x, QUERY_CERTIFICATES_SHOWN, DB_VALUES(administered_text(x), hex), list_on_rows, l);
}

/* The last row is there to say that there are more. */
static void list_on_found(void *state, const struct answer *answer)
{
    struct listing *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;
    size_t most = l->as_csv ? MOST : ON_A_PAGE;
    int looked_at = l->as_csv || l->shown.searched != NULL ? MOST : ON_A_PAGE, row;
    char text[CERTIFICATE_NUMBER_TEXT];

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    l->number = exchange_alloc(x, sizeof(*l->number) * (most + 1));
    l->certificate = exchange_alloc(x, sizeof(*l->certificate) * (most + 1));
    for (row = 0; row < rows->count && row < looked_at && l->count < most; row++) {
        struct certificate_number number;

        if (rows_certificate_number(&x->pool, rows, row, 0, &number) && fits(l, rows, row, &number))
            l->number[l->count++] = number;
        if (row + 1 < rows->count && (row + 1 == looked_at || l->count == most))
            l->shown.next = exchange_kept(x, certificate_number_text(&number, text));
    }
    read_next(l);
}

static void list_on_rows(void *state, const struct answer *answer)
{
    struct listing *l = state;

    if (failed(answer->fault)) {
        reply_fault(l->x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++)
        l->shown.count += certificate_row(l->x, answer->rows, row, &l->certificate[l->shown.count]);
    read_next(l);
}

static bool names(const char *handle, const char *given)
{
    return given != NULL && strcmp(handle, given) == 0;
}

static struct papers_shown read_papers(struct exchange *x, const struct rows *rows, int row)
{
    enum { HANDLE, SENT, STATE, REASON, GOOD_UNTIL, OVER, VIN, WORDS };
    const char *handle = rows_text(rows, row, HANDLE);

    return (struct papers_shown){
        .handle = handle,
        .vin = review_vin_open(x, handle, rows_bytes(&x->pool, rows, row, VIN)),
        .sent_at = rows_number(rows, row, SENT),
        .state = rows_text(rows, row, STATE),
        .reason = rows_text(rows, row, REASON),
        .words = review_words_open(x, handle, rows_bytes(&x->pool, rows, row, WORDS)),
        .good_until = rows_number(rows, row, GOOD_UNTIL),
        .over = rows_true(rows, row, OVER),
    };
}

/* What stands in the address is told only of a case that is there. */
static void list_on_papers(void *state, const struct answer *answer)
{
    struct listing *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;
    const char *sent = query_field(x, "sent"), *waiting = query_field(x, "waiting");
    struct papers_shown papers[PAPERS_SHOWN];

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    for (int row = 0; row < rows->count && l->shown.papers_count < PAPERS_SHOWN; row++) {
        struct papers_shown *p = &papers[l->shown.papers_count++];

        *p = read_papers(x, rows, row);
        if (names(p->handle, sent))
            l->shown.papers_sent = p->handle;
        if (names(p->handle, waiting))
            l->shown.papers_waiting = p->handle;
    }
    l->shown.papers = papers;
    show(l);
}
