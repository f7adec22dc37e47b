#include "endpoints/page.h"

#include <string.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/body.h"
#include "http/form.h"
#include "http/cookie.h"
#include "http/reply.h"
#include "http/static_files.h"

#define VISITOR_COOKIE "__Host-visitor"

enum {
    FORM_TOKEN_BYTES = 16,
    MASKED_BYTES = 2 * FORM_TOKEN_BYTES,
    MASKED_TEXT = 2 * MASKED_BYTES + 1,
    VISITOR_SECONDS = 86400
};

/* Bound to the session where there is one, else to a cookie of the browser's own. */
static bool form_token(const struct exchange *x, h2o_iovec_t visitor, uint8_t token[FORM_TOKEN_BYTES])
{
    struct keyed_hash hash;

    if (asker_signed_in(&x->asker))
        hash = keyed_hash(x->service->keys, KEY_FORM, x->asker.session, sizeof(x->asker.session));
    else if (visitor.len != 0)
        hash = keyed_hash(x->service->keys, KEY_FORM, visitor.base, visitor.len);
    else
        return false;
    memcpy(token, hash.bytes, FORM_TOKEN_BYTES);
    return true;
}

/* The token under a mask of chance, and the mask: no two pages hold the same bytes, so that nobody learns
 * them from how well a page can be packed. */
static const char *masked(struct exchange *x, const uint8_t token[FORM_TOKEN_BYTES])
{
    uint8_t both[MASKED_BYTES];
    char *text = exchange_alloc(x, MASKED_TEXT);

    randombytes_buf(both, FORM_TOKEN_BYTES);
    for (size_t i = 0; i < FORM_TOKEN_BYTES; i++)
        both[FORM_TOKEN_BYTES + i] = both[i] ^ token[i];
    return sodium_bin2hex(text, MASKED_TEXT, both, sizeof(both));
}

static bool unmask(const char *text, uint8_t token[FORM_TOKEN_BYTES])
{
    uint8_t both[MASKED_BYTES];
    size_t length;

    if (sodium_hex2bin(both, sizeof(both), text, strlen(text), NULL, &length, NULL) != 0 ||
        length != sizeof(both))
        return false;
    for (size_t i = 0; i < FORM_TOKEN_BYTES; i++)
        token[i] = both[i] ^ both[FORM_TOKEN_BYTES + i];
    return true;
}

static h2o_iovec_t visitor_of(struct exchange *x)
{
    h2o_iovec_t visitor = cookie_find(x, VISITOR_COOKIE);
    char *fresh;

    if (visitor.len == TICKET_TEXT - 1)
        return visitor;
    fresh = exchange_alloc(x, TICKET_TEXT);
    ticket_new(fresh);
    cookie_set(x, VISITOR_COOKIE, fresh, VISITOR_SECONDS);
    return h2o_iovec_init(fresh, TICKET_TEXT - 1);
}

struct page page_for(struct exchange *x, const char *path)
{
    uint8_t token[FORM_TOKEN_BYTES] = {0};
    form_token(x, asker_signed_in(&x->asker) ? h2o_iovec_init(NULL, 0) : visitor_of(x), token);
    return (struct page){
        .templates = x->service->templates,
        .pool = &x->pool,
        .language = language_of(x),
        .version = static_files_version(x->service->static_files),
        .path = path,
        .csrf = masked(x, token),
        .signed_in = x->asker.account != 0,
        .staff_in = x->asker.staff != 0,
        .unread = x->asker.unread,
        .at_workshop = x->asker.workshop != 0,
        .platform_in = x->asker.client_admin != 0,
        .exports = x->asker.exports,
    };
}

/* Absent, as older browsers leave it, or our own address by either of its names. */
static bool origin_is_ours(const struct exchange *x)
{
    ssize_t at = h2o_find_header_by_str(&x->req->headers, H2O_STRLIT("origin"), -1);
    const char *url = x->service->settings->public_url;

    if (at < 0)
        return true;
    h2o_iovec_t origin = x->req->headers.entries[at].value, host = x->req->input.authority;
    if (h2o_memis(origin.base, origin.len, url, strlen(url)))
        return true;
    for (int secure = 0; secure < 2; secure++) {
        const char *scheme = secure ? "https://" : "http://";
        size_t length = strlen(scheme);
        if (origin.len == length + host.len && memcmp(origin.base, scheme, length) == 0 &&
            memcmp(origin.base + length, host.base, host.len) == 0)
            return true;
    }
    return false;
}

bool page_form_is_ours(struct exchange *x)
{
    uint8_t expected[FORM_TOKEN_BYTES], token[FORM_TOKEN_BYTES];
    const char *given =
        x->parts != NULL || body_is(x, "application/x-www-form-urlencoded") ? body_field(x, "csrf") : NULL;

    if (given != NULL && unmask(given, token) && origin_is_ours(x) &&
        form_token(x, cookie_find(x, VISITOR_COOKIE), expected) &&
        sodium_memcmp(expected, token, sizeof(expected)) == 0)
        return true;
    reply_fault(x, FAULT_FORM_EXPIRED);
    return false;
}

static void explain(struct exchange *x, enum fault fault, const char *sign_in)
{
    struct page page;

    if (fault == FAULT_SIGNED_OUT) {
        reply_redirect(x, sign_in);
        return;
    }
    page = page_for(x, "/");
    reply_page(x, fault_status(fault),
               fault_page(&page, fault, x->id, fault == FAULT_LIMIT ? x->retry_after : 0));
}

void page_explain(struct exchange *x, enum fault fault)
{
    explain(x, fault, "/sign-in?needed");
}

void page_explain_console(struct exchange *x, enum fault fault)
{
    explain(x, fault, "/workshop/sign-in?needed");
}

void page_explain_staff(struct exchange *x, enum fault fault)
{
    explain(x, fault, "/staff/sign-in?needed");
}

void page_explain_platform(struct exchange *x, enum fault fault)
{
    explain(x, fault, "/platform/sign-in?needed");
}
