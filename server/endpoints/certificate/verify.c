#include "endpoints/certificate/verify.h"

#include <string.h>
#include <strings.h>

#include "certificate/claims.h"
#include "core/date.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "http/static_files.h"
#include "render/verify_page.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum { CODE = 2, TYPED_MOST = 40 };

static continuation number_on_state;

/* The page's language that these letters begin with; NULL: none. */
static const char *language_named(const char *text, size_t length)
{
    const char *language;

    for (size_t i = 0; length >= CODE && (language = verify_language(i)) != NULL; i++)
        if (strncasecmp(text, language, CODE) == 0)
            return language;
    return NULL;
}

static const char *language_in_query(const struct exchange *x)
{
    static const char name[] = "?lang=";
    h2o_iovec_t path = x->req->path;
    size_t at = x->req->query_at;

    if (at == SIZE_MAX || path.len < at + strlen(name) || memcmp(path.base + at, name, strlen(name)) != 0)
        return NULL;
    return language_named(path.base + at + strlen(name), path.len - at - strlen(name));
}

/* The first of ours that the browser names; English for whoever names others only. */
static const char *language_accepted(h2o_iovec_t wanted)
{
    for (size_t i = 0; i < wanted.len; i++) {
        bool begins = i == 0 || wanted.base[i - 1] == ',' || wanted.base[i - 1] == ' ';
        const char *language = begins ? language_named(wanted.base + i, wanted.len - i) : NULL;

        if (language != NULL)
            return language;
    }
    return "en";
}

static const char *language_for(const struct exchange *x)
{
    const char *asked = language_in_query(x);
    h2o_iovec_t cookie = cookie_find(x, "lang");
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_ACCEPT_LANGUAGE, -1);

    if (asked == NULL)
        asked = language_named(cookie.base, cookie.len);
    if (asked != NULL)
        return asked;
    return at < 0 ? language_of(x) : language_accepted(x->req->headers.entries[at].value);
}

static void reply_verify(struct exchange *x, const char *path, const char *language, struct verify verify)
{
    struct page page = {
        .templates = x->service->templates,
        .pool = &x->pool,
        .language = language,
        .version = static_files_version(x->service->static_files),
        .path = path,
    };

    x->uses_camera = true;
    verify.root = x->service->settings->certificate_root;
    reply_page(x, 200, verify_page(&page, &verify));
}

void verify_start(struct exchange *x)
{
    reply_verify(x, "/verify", language_for(x), (struct verify){0});
}

/* People write a number with blanks as well. */
static bool read_typed(const char *typed, struct certificate_number *number)
{
    char letters[TYPED_MOST];
    size_t length = 0;

    for (; *typed != '\0' && length < sizeof(letters); typed++)
        if (*typed != ' ')
            letters[length++] = *typed;
    return *typed == '\0' && certificate_number_parse(letters, length, number);
}

void verify_typed_start(struct exchange *x)
{
    const char *typed = body_field(x, "number"), *language = body_field(x, "lang");
    struct certificate_number number;
    char text[CERTIFICATE_NUMBER_TEXT];

    language = language == NULL ? NULL : language_named(language, strlen(language));
    if (language == NULL)
        language = language_for(x);
    if (typed != NULL && read_typed(typed, &number))
        reply_redirect(
            x, exchange_text(x, "/verify/%s?lang=%s", certificate_number_text(&number, text), language));
    else
        reply_verify(
            x, "/verify", language,
            (struct verify){.typed = exchange_text(x, "%.*s", TYPED_MOST, typed == NULL ? "" : typed),
                            .malformed = true});
}

struct looking {
    struct exchange *x;
    char number[CERTIFICATE_NUMBER_TEXT];
};

void verify_number_start(struct exchange *x)
{
    struct looking *l = exchange_new(x, struct looking);
    const char *typed = segment_text(x, 0);
    struct certificate_number number;

    if (!certificate_number_parse(typed, strlen(typed), &number)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    l->x = x;
    certificate_number_text(&number, l->number);
    db_read(x, QUERY_CERTIFICATE_STATE, DB_VALUES(certificate_number_bytea(&x->pool, &number)),
            number_on_state, l);
}

enum column { STATE, EXPIRED, CHANGED_AT, REASON, ISSUED_AT, UNTIL };

static struct date day_of(int64_t wall_us)
{
    return date_plus((struct date){1970, 1, 1}, (long)china_day(wall_us));
}

/* As a certificate is judged that is read: dates before status. */
static enum verify_state state_of(const struct rows *rows)
{
    const char *state = rows_text(rows, 0, STATE);

    if (rows_true(rows, 0, EXPIRED))
        return VERIFY_EXPIRED;
    if (strcmp(state, "withdrawn") == 0)
        return VERIFY_WITHDRAWN;
    return strcmp(state, "superseded") == 0 ? VERIFY_SUPERSEDED : VERIFY_VALID;
}

static void number_on_state(void *state, const struct answer *answer)
{
    struct looking *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;
    struct verify_known known = {.number = l->number, .state = VERIFY_UNKNOWN};

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (rows->count != 0) {
        known.state = state_of(rows);
        known.issued = day_of(rows_number(rows, 0, ISSUED_AT));
        known.until = rows_date(rows, 0, UNTIL);
        if (rows_text(rows, 0, CHANGED_AT) != NULL)
            known.changed = day_of(rows_number(rows, 0, CHANGED_AT));
    }
    reply_verify(x, exchange_text(x, "/verify/%s", l->number), language_for(x),
                 (struct verify){.typed = l->number, .known = &known});
}
