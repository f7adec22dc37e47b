#include "endpoints/client/second_factor.h"

#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/client/sign_in.h"
#include "endpoints/page.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/client_sign_in_page.h"
#include "store/account_store.h"
#include "store/client_admin_store.h"
#include "store/db.h"

#define CODE_PATH  "/platform/sign-in/code"
#define ENROL_PATH "/platform/enrol"
#define EXPIRED    "/platform/sign-in?expired"
#define TRIES_HOUR "10"

enum { HASHES_BYTES = RECOVERY_CODES * (2 * HASH_BYTES + 8) };
enum waiting { WAITING_NAME, WAITING_ENROLLED, WAITING_KEY }; /* columns of client_admin_waiting.sql */
enum tried { ADMIN, NAME, TOTP, TICKET_KEY, LEFT, ALLOWED };  /* and of client_admin_try.sql */

struct second {
    struct exchange *x;
    bool enrolling;
    const char *ticket; /* its hash, as it is stored */
    enum second_notice notice;
    char digits[TOTP_DIGITS + 1]; /* what was typed; empty: */
    char recovery[RECOVERY_TEXT]; /* a recovery code */
    const char *admin, *name;
    bool left; /* another try */
    char token[TOKEN_TEXT];
    char codes[RECOVERY_CODES][RECOVERY_TEXT];
};

static continuation form_on_waiting, second_on_tried, second_on_opened;

static struct second *begin(struct exchange *x, bool enrolling)
{
    struct second *s = exchange_new(x, struct second);

    s->x = x;
    s->enrolling = enrolling;
    s->ticket = token_hash_text(&x->pool, x->service->keys, cookie_find(x, TICKET_COOKIE));
    return s;
}

static void ask_what_waits(struct second *s, enum second_notice notice)
{
    s->notice = notice;
    db_read(s->x, QUERY_CLIENT_ADMIN_WAITING, DB_VALUES(s->ticket), form_on_waiting, s);
}

static void form(struct exchange *x, bool enrolling)
{
    if (cookie_find(x, TICKET_COOKIE).len == 0)
        reply_redirect(x, "/platform/sign-in");
    else
        ask_what_waits(begin(x, enrolling), SECOND_PLAIN);
}

void second_factor_form(struct exchange *x)
{
    form(x, false);
}

void enrol_form(struct exchange *x)
{
    form(x, true);
}

static void show_enrolment(struct second *s, int status, const char *name, h2o_iovec_t sealed)
{
    struct exchange *x = s->x;
    uint8_t key[TOTP_KEY_BYTES];
    char text[TOTP_KEY_TEXT];

    if (!totp_open(x->service->keys, TOTP_OF_TICKET, s->ticket, sealed, key)) {
        reply_redirect(x, EXPIRED);
        return;
    }
    totp_key_text(key, text);
    struct page page = page_for(x, ENROL_PATH);
    reply_page(x, status, client_enrol_page(&page, s->notice, name, text));
    sodium_memzero(key, sizeof(key));
    sodium_memzero(text, sizeof(text));
}

static void form_on_waiting(void *state, const struct answer *answer)
{
    struct second *s = state;
    struct exchange *x = s->x;
    int status = s->notice == SECOND_TOO_MANY ? 429 : 200;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) {
        reply_redirect(x, EXPIRED);
        return;
    }
    bool enrolled = rows_true(answer->rows, 0, WAITING_ENROLLED);
    if (enrolled == s->enrolling) {
        reply_redirect(x, enrolled ? CODE_PATH : ENROL_PATH);
        return;
    }
    if (s->enrolling) {
        show_enrolment(s, status, rows_text(answer->rows, 0, WAITING_NAME),
                       rows_bytes(&x->pool, answer->rows, 0, WAITING_KEY));
        return;
    }
    struct page page = page_for(x, CODE_PATH);
    reply_page(x, status, client_code_page(&page, s->notice));
}

/* Six digits, in one group or two, or a recovery code. */
static bool read_code(struct second *s)
{
    const char *typed = body_field(s->x, "code");
    size_t digits = 0;

    if (typed == NULL)
        return false;
    for (const char *c = typed; *c != '\0'; c++) {
        if (*c == ' ')
            continue;
        if (*c < '0' || *c > '9' || digits == TOTP_DIGITS)
            return !s->enrolling && recovery_code_read(typed, s->recovery) && (*s->digits = '\0', true);
        s->digits[digits++] = *c;
    }
    return digits == TOTP_DIGITS;
}

static void start(struct exchange *x, bool enrolling)
{
    struct second *s = begin(x, enrolling);

    if (!page_form_is_ours(x))
        return;
    if (cookie_find(x, TICKET_COOKIE).len == 0)
        reply_redirect(x, EXPIRED);
    else if (!read_code(s))
        ask_what_waits(s, SECOND_WRONG); /* not a try */
    else
        db_write(x, QUERY_CLIENT_ADMIN_TRY, DB_VALUES(s->ticket, TRIES_HOUR), second_on_tried, s);
}

void second_factor_start(struct exchange *x)
{
    start(x, false);
}

void enrol_start(struct exchange *x)
{
    start(x, true);
}

static void refuse(struct second *s)
{
    if (s->left)
        ask_what_waits(s, SECOND_WRONG);
    else
        reply_redirect(s->x, EXPIRED);
}

static const char *new_session(struct second *s)
{
    token_new(s->token); /* a new one at every sign-in: nobody can have planted it */
    return token_hash_text(&s->x->pool, s->x->service->keys, h2o_iovec_init(s->token, strlen(s->token)));
}

static const char *old_session(struct second *s)
{
    return token_hash_text(&s->x->pool, s->x->service->keys, cookie_find(s->x, SESSION_COOKIE));
}

/* New recovery codes; their hashes as PostgreSQL reads an array of bytea. */
static const char *new_recovery_codes(struct second *s)
{
    char *list = exchange_alloc(s->x, HASHES_BYTES), *end = list;

    for (int i = 0; i < RECOVERY_CODES; i++) {
        recovery_code_new(s->codes[i]);
        end = stpcpy(end, i == 0 ? "{\"\\" : ",\"\\");
        end = stpcpy(end, recovery_hash_text(&s->x->pool, s->x->service->keys, s->admin, s->codes[i]));
        end = stpcpy(end, "\"");
    }
    strcpy(end, "}");
    return list;
}

static void enrol(struct second *s, const uint8_t key[TOTP_KEY_BYTES], const char *step)
{
    struct exchange *x = s->x;

    db_write(x, QUERY_CLIENT_ADMIN_ENROL,
             DB_VALUES(s->ticket, step, new_session(s), old_session(s),
                       totp_seal(&x->pool, x->service->keys, TOTP_OF_ADMIN, s->admin, key),
                       new_recovery_codes(s)),
             second_on_opened, s);
}

/* A key that does not open is nobody's: no code of it is right. */
static void try_code(struct second *s, h2o_iovec_t totp, h2o_iovec_t ticket_key)
{
    struct exchange *x = s->x;
    const struct keys *keys = x->service->keys;
    uint8_t key[TOTP_KEY_BYTES];
    int64_t step = -1;

    if (s->enrolling ? totp_open(keys, TOTP_OF_TICKET, s->ticket, ticket_key, key)
                     : totp_open(keys, TOTP_OF_ADMIN, s->admin, totp, key))
        step = totp_step(key, s->digits, clock_wall() / 1000000);
    const char *step_text = exchange_text(x, "%lld", (long long)step);
    if (step < 0)
        refuse(s);
    else if (s->enrolling)
        enrol(s, key, step_text);
    else
        db_write(x, QUERY_CLIENT_ADMIN_ENTER, DB_VALUES(s->ticket, step_text, new_session(s), old_session(s)),
                 second_on_opened, s);
    sodium_memzero(key, sizeof(key));
}

static void second_on_tried(void *state, const struct answer *answer)
{
    struct second *s = state;
    struct exchange *x = s->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (rows->count == 0) {
        reply_redirect(x, EXPIRED);
        return;
    }
    s->admin = exchange_kept(x, rows_text(rows, 0, ADMIN));
    s->name = exchange_kept(x, rows_text(rows, 0, NAME));
    s->left = rows_true(rows, 0, LEFT);
    if (!rows_true(rows, 0, ALLOWED)) {
        reply_header(x, "retry-after", "3600");
        ask_what_waits(s, SECOND_TOO_MANY);
    } else if (*s->digits != '\0')
        try_code(s, rows_bytes(&x->pool, rows, 0, TOTP), rows_bytes(&x->pool, rows, 0, TICKET_KEY));
    else
        db_write(x, QUERY_CLIENT_ADMIN_RECOVER,
                 DB_VALUES(s->ticket, recovery_hash_text(&x->pool, x->service->keys, s->admin, s->recovery),
                           new_session(s), old_session(s)),
                 second_on_opened, s);
}

/* No row: the code has counted before, or somebody else was quicker. */
static void second_on_opened(void *state, const struct answer *answer)
{
    struct second *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) {
        refuse(s);
        return;
    }
    cookie_set(x, SESSION_COOKIE, s->token, x->service->settings->session_seconds);
    cookie_set(x, TICKET_COOKIE, "", 0);
    if (!s->enrolling) {
        reply_redirect(x, "/platform");
        return;
    }
    const char *shown[RECOVERY_CODES];
    for (int i = 0; i < RECOVERY_CODES; i++)
        shown[i] = s->codes[i];
    struct page page = page_for(x, "/platform");
    page.platform_in = true; /* as of this answer */
    reply_page(x, 200, client_recovery_page(&page, shown, RECOVERY_CODES));
}
