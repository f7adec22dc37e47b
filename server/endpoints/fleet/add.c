#include "endpoints/fleet/add.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/fleet/organisation.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/fleet_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/organisation_store.h"

/* Every answer comes this long after the request, which covers what differs between refusals. */
enum { ANSWER_AFTER_MS = 400, LINES_A_DAY = 4000, HEX_KEY = 2 * VEHICLE_KEY_BYTES };

/* A line that could be read, or could not. */
struct line {
    struct fleet_line papers;
    struct fleet_result result;
    struct vehicle_key key;
    const char *text; /* as typed */
    size_t length;
    int revision;
    char handle[TICKET_TEXT]; /* of its ownership */
};

struct adding {
    struct exchange *x;
    const struct organisation *organisation;
    struct fleet_form form;
    struct line *line;
    size_t count;
    bool single;
    int status;
};

static organisation_done form_on_organisation, add_on_organisation, add_many_on_organisation;
static continuation add_on_facts, add_on_settled, add_on_moment;

static void show(struct adding *a, enum fleet_notice notice)
{
    struct exchange *x = a->x;
    struct fleet_result *result = exchange_alloc(x, sizeof(*result) * (a->count + 1));
    struct page page = page_for(x, exchange_text(x, "/organisations/%s/add", a->organisation->handle));

    for (size_t i = 0; i < a->count; i++)
        result[i] = a->line[i].result;
    reply_page(x, a->status, fleet_add_page(&page, a->organisation, notice, &a->form, result, a->count));
}

static void begin(struct exchange *x, organisation_done *next)
{
    struct adding *a = exchange_new(x, struct adding);

    a->x = x;
    a->status = 200;
    organisation_find_managed(x, next, a);
}

void fleet_add_form_start(struct exchange *x)
{
    begin(x, form_on_organisation);
}

static void form_on_organisation(void *state, const struct organisation *organisation)
{
    struct adding *a = state;

    a->organisation = organisation;
    show(a, FLEET_FRESH);
}

void fleet_add_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        begin(x, add_on_organisation);
}

void fleet_add_many_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        begin(x, add_many_on_organisation);
}

/* The keys of the lines that stand at this fate, in hex, a comma between. */
static const char *keys_text(struct adding *a, enum fleet_fate fate)
{
    char *text = exchange_alloc(a->x, a->count * (HEX_KEY + 1) + 1), *end = text;

    for (size_t i = 0; i < a->count; i++) {
        if (a->line[i].result.fate != fate)
            continue;
        if (end != text)
            *end++ = ',';
        sodium_bin2hex(end, HEX_KEY + 1, a->line[i].key.bytes, VEHICLE_KEY_BYTES);
        end += HEX_KEY;
    }
    return text;
}

/* Those that could be read are refused until their papers are found to fit. */
static void try(struct adding *a)
{
    struct exchange *x = a->x;

    db_write(x, QUERY_FLEET_TRY,
             DB_VALUES(keys_text(a, FLEET_REFUSED), a->organisation->handle, account_text(x),
                       exchange_text(x, "%ld", x->service->settings->claim_tries),
                       exchange_text(x, "%d", LINES_A_DAY)),
             add_on_facts, a);
}

static void know(struct adding *a, struct line *l)
{
    char masked[VIN_LENGTH + 1];

    l->key = vehicle_key_of(a->x->service->keys, &l->papers.vin);
    l->result.masked = exchange_kept(a->x, vin_masked(&l->papers.vin, masked));
    l->result.fate = FLEET_REFUSED;
    ticket_new(l->handle);
}

static bool read_fact(struct adding *a, enum fleet_column column, const char **typed, char text[FACT_TEXT])
{
    *typed = body_field(a->x, fact_kind(fleet_fact(column)));
    return *typed != NULL && fact_normalise(*typed, strlen(*typed), text);
}

static bool read_form(struct adding *a)
{
    struct fleet_form *f = &a->form;
    struct fleet_line *p = &a->line->papers;

    f->vin = body_field(a->x, "vin");
    f->vin_wrong = f->vin == NULL || vin_parse(&p->vin, f->vin, strlen(f->vin)) != VIN_OK;
    f->plate_wrong = !read_fact(a, FLEET_PLATE, &f->plate, p->fact[FLEET_PLATE]);
    f->engine_no_wrong = !read_fact(a, FLEET_ENGINE_NO, &f->engine_no, p->fact[FLEET_ENGINE_NO]);
    f->registration_no_wrong =
        !read_fact(a, FLEET_REGISTRATION_NO, &f->registration_no, p->fact[FLEET_REGISTRATION_NO]);
    return !f->vin_wrong && !f->plate_wrong && !f->engine_no_wrong && !f->registration_no_wrong;
}

static void add_on_organisation(void *state, const struct organisation *organisation)
{
    struct adding *a = state;

    a->organisation = organisation;
    a->single = true;
    a->line = exchange_new(a->x, struct line);
    if (!read_form(a)) {
        show(a, FLEET_INCOMPLETE);
        return;
    }
    a->line->result.number = a->count = 1;
    know(a, a->line);
    try(a);
}

/* Whether another line before it is of the same vehicle: that one counts. */
static bool is_twice(const struct adding *a, const struct line *l)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->line[i].result.fate == FLEET_REFUSED && memcmp(&a->line[i].key, &l->key, sizeof(l->key)) == 0)
            return true;
    return false;
}

static void read_line(struct adding *a, const char *text, size_t length, size_t number)
{
    struct line *l = &a->line[a->count];

    *l = (struct line){
        .text = text, .length = length, .result = {.number = number, .fate = FLEET_UNREAD}
    };
    l->result.fault = fleet_line_read(text, length, &l->papers);
    if (l->result.fault == FLEET_LINE_BLANK)
        return;
    if (l->result.fault == FLEET_LINE_OK) {
        know(a, l);
        l->result.fate = is_twice(a, l) ? FLEET_TWICE : FLEET_REFUSED;
    }
    a->count++;
}

/* False when there are more than may be. */
static bool read_lines(struct adding *a)
{
    const char *at = a->form.lines, *stop;

    a->line = exchange_alloc(a->x, sizeof(*a->line) * (FLEET_LINES_MOST + 1));
    for (size_t number = 1; *at != '\0'; at = *stop == '\0' ? stop : stop + 1, number++) {
        stop = at + strcspn(at, "\n");
        if (a->count == FLEET_LINES_MOST) {
            struct fleet_line papers;

            if (fleet_line_read(at, (size_t)(stop - at), &papers) != FLEET_LINE_BLANK)
                return false;
            continue;
        }
        read_line(a, at, (size_t)(stop - at), number);
    }
    return true;
}

static bool any_to_try(const struct adding *a)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->line[i].result.fate == FLEET_REFUSED)
            return true;
    return false;
}

/* The lines that were not taken stay in the form, to be put right. */
static void keep_untaken(struct adding *a)
{
    size_t room = 1;
    char *text, *end;

    for (size_t i = 0; i < a->count; i++)
        room += a->line[i].length + 1;
    end = text = exchange_alloc(a->x, room);
    for (size_t i = 0; i < a->count; i++) {
        const struct line *l = &a->line[i];

        if (l->result.fate == FLEET_ADDED || l->result.fate == FLEET_THERE)
            continue;
        memcpy(end, l->text, l->length);
        end += l->length;
        *end++ = '\n';
    }
    *end = '\0';
    a->form.lines = text;
}

static void add_many_on_organisation(void *state, const struct organisation *organisation)
{
    struct adding *a = state;

    a->organisation = organisation;
    a->form.lines = body_text(a->x, "lines");
    if (a->form.lines == NULL)
        a->form.lines = "";
    a->form.lines_wrong = true;
    if (!read_lines(a)) {
        a->count = 0;
        show(a, FLEET_TOO_LONG);
    } else if (a->count == 0) {
        show(a, FLEET_NOTHING);
    } else if (any_to_try(a)) {
        try(a);
    } else {
        show(a, FLEET_DONE);
    }
}

enum column { ALLOWED, SALT, FACT_FIRST, HOLDER = FACT_FIRST + FLEET_FACTS, REVISION };

/* Where the register knows nothing, nobody's salt and hashes are compared. */
static bool fact_fits(struct exchange *x, const struct rows *rows, int row, int column, enum fact fact,
                      const char *given)
{
    uint8_t salt[SALT_BYTES] = {0}, stored[HASH_BYTES] = {0};
    h2o_iovec_t bytes = rows_bytes(&x->pool, rows, row, SALT),
                known = rows_bytes(&x->pool, rows, row, column);

    if (bytes.len == sizeof(salt))
        memcpy(salt, bytes.base, sizeof(salt));
    if (known.len == sizeof(stored))
        memcpy(stored, known.base, sizeof(stored));
    struct keyed_hash hash = fact_hash(x->service->keys, salt, fact_kind(fact), given);
    return sodium_memcmp(stored, hash.bytes, sizeof(stored)) == 0;
}

static bool papers_fit(struct adding *a, const struct line *l, const struct rows *rows, int row)
{
    char holder[FACT_TEXT];
    bool fit = fact_normalise(a->organisation->code, strlen(a->organisation->code), holder);

    fit &= fact_fits(a->x, rows, row, HOLDER, FACT_HOLDER, holder);
    for (int i = 0; i < FLEET_FACTS; i++)
        fit &=
            fact_fits(a->x, rows, row, FACT_FIRST + i, fleet_fact((enum fleet_column)i), l->papers.fact[i]);
    return fit;
}

static void settle(struct adding *a)
{
    enum { NUMBER_ROOM = 12 };
    struct exchange *x = a->x;
    size_t plate_room = 4 * FACT_TEXT + 4 * SEAL_EXTRA;
    char *handles = exchange_alloc(x, a->count * TICKET_TEXT + 1), *plates, *revisions;
    char *handle = handles, *plate, *revision;

    plate = plates = exchange_alloc(x, a->count * plate_room + 1);
    revision = revisions = exchange_alloc(x, a->count * NUMBER_ROOM + 1);
    for (size_t i = 0; i < a->count; i++) {
        const struct line *l = &a->line[i];
        const char *comma = handle == handles ? "" : ",";

        if (l->result.fate != FLEET_ADDED)
            continue;
        handle += sprintf(handle, "%s%s", comma, l->handle);
        plate += sprintf(plate, "%s%s", comma,
                         fleet_plate_hex(&x->pool, x->service->keys, l->handle, l->papers.fact[FLEET_PLATE]));
        revision += sprintf(revision, "%s%d", comma, l->revision);
    }
    db_write(x, QUERY_FLEET_SETTLE,
             DB_VALUES(a->organisation->handle, account_text(x), keys_text(a, FLEET_ADDED), handles,
                       revisions, plates, keys_text(a, FLEET_REFUSED), exchange_text(x, "%d", FLEET_MOST)),
             add_on_settled, a);
}

/* Rows come in the order of the lines that were tried. */
static void add_on_facts(void *state, const struct answer *answer)
{
    struct adding *a = state;
    struct exchange *x = a->x;
    const struct rows *rows = answer->rows;
    int row = 0;

    if (failed(answer->fault) || rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    for (size_t i = 0; i < a->count && row < rows->count; i++) {
        struct line *l = &a->line[i];

        if (l->result.fate != FLEET_REFUSED)
            continue;
        count(x->service, claims_evaluated);
        if (!rows_true(rows, row, ALLOWED))
            l->result.fate = FLEET_TOO_OFTEN;
        else if (papers_fit(a, l, rows, row))
            l->result.fate = FLEET_ADDED;
        l->revision = (int)rows_number(rows, row, REVISION);
        row++;
    }
    settle(a);
}

static void add_on_settled(void *state, const struct answer *answer)
{
    struct adding *a = state;
    struct exchange *x = a->x;
    int row = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    for (size_t i = 0; i < a->count && row < answer->rows->count; i++) {
        struct fleet_result *r = &a->line[i].result;
        const char *said;

        if (r->fate != FLEET_ADDED)
            continue;
        said = rows_text(answer->rows, row++, 1);
        if (strcmp(said, "added") == 0)
            count(x->service, claims_granted);
        else
            r->fate = strcmp(said, "there") == 0     ? FLEET_THERE
                      : strcmp(said, "awarded") == 0 ? FLEET_AWARDED
                                                     : FLEET_FULL;
    }
    pending_until(x, x->began + (int64_t)ANSWER_AFTER_MS * 1000000, add_on_moment, a);
}

static void add_on_moment(void *state, const struct answer *answer)
{
    struct adding *a = state;

    (void)answer;
    if (a->single) {
        bool good = a->line->result.fate == FLEET_ADDED || a->line->result.fate == FLEET_THERE;

        if (good)
            memset(&a->form, 0, sizeof(a->form));
        a->status = a->line->result.fate == FLEET_TOO_OFTEN ? 429 : 200;
    } else {
        keep_untaken(a);
        a->form.lines_wrong = *a->form.lines != '\0';
    }
    if (a->status == 429)
        reply_header(a->x, "retry-after", "86400");
    show(a, FLEET_DONE);
}
