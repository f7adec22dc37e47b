/* The input is one or two Cookie fields (a line each) and an Accept-Language field. */
#include "target.h"

#include "http/cookie.h"

static void add_field(struct exchange *x, const h2o_token_t *token, const char *at, size_t length)
{
    h2o_add_header(&x->req->pool, &x->req->headers, token, NULL, h2o_strdup(&x->req->pool, at, length).base,
                   length);
}

static size_t times(const struct exchange *x, const char *needle)
{
    size_t count = 0;

    for (size_t h = 0; h < x->req->headers.size; h++)
        if (x->req->headers.entries[h].name == &H2O_TOKEN_COOKIE->buf)
            for (const char *at = x->req->headers.entries[h].value.base; (at = strstr(at, needle)) != NULL;
                 at++)
                count++;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const h2o_token_t *tokens[] = {H2O_TOKEN_COOKIE, H2O_TOKEN_COOKIE, H2O_TOKEN_ACCEPT_LANGUAGE};
    struct exchange *x = target_begin();
    const char *at = target_text(x, bytes, size);

    for (size_t i = 0; i < 3 && at != NULL; i++) {
        size_t length = strcspn(at, "\n");
        add_field(x, tokens[i], at, length);
        at = at[length] == '\0' ? NULL : at + length + 1;
    }
    h2o_iovec_t found = cookie_find(x, "lang");
    if (found.base != NULL)
        MUST(memchr(found.base, ';', found.len) == NULL && times(x, "lang=") >= 1);
    else if (times(x, "lang=") == 1) /* only when it is the end of another name */
        MUST(times(x, "; lang=") == 0 && times(x, ";lang=") == 0);
    const char *language = language_of(x);
    MUST(strcmp(language, "zh") == 0 || strcmp(language, "en") == 0);
    if (h2o_memis(found.base, found.len, "en", 2))
        MUST(strcmp(language, "en") == 0);
    target_end(x);
    return 0;
}
