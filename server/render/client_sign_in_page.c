#include "render/client_sign_in_page.h"

#include <stdio.h>
#include <string.h>

#include "render/page_model.h"
#include "render/qr.h"

enum { URI_BYTES = 512, GROUP = 4 };

h2o_iovec_t client_sign_in_page(const struct page *page, enum client_sign_in_notice notice, const char *name)
{
    json_t *model = json_object();

    give_flag(model, "needed", notice == CLIENT_SIGN_IN_NEEDED);
    give_flag(model, "signed_out", notice == CLIENT_SIGN_IN_SIGNED_OUT);
    give_flag(model, "expired", notice == CLIENT_SIGN_IN_EXPIRED);
    give_flag(model, "incomplete", notice == CLIENT_SIGN_IN_INCOMPLETE);
    give_flag(model, "wrong", notice == CLIENT_SIGN_IN_WRONG);
    give_flag(model, "too_many", notice == CLIENT_SIGN_IN_TOO_MANY);
    give_text(model, "name", name);
    return page_render(page, "client_sign_in", model);
}

static void give_notice(json_t *model, enum second_notice notice)
{
    give_flag(model, "wrong", notice == SECOND_WRONG);
    give_flag(model, "too_many", notice == SECOND_TOO_MANY);
}

h2o_iovec_t client_code_page(const struct page *page, enum second_notice notice)
{
    json_t *model = json_object();

    give_notice(model, notice);
    return page_render(page, "client_code", model);
}

/* What authenticators read from a QR code. A name is at most 64 bytes, three characters each. */
static void uri_of(const char *name, const char *key, char uri[URI_BYTES])
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char *end = stpcpy(uri, "otpauth://totp/Chedang:");

    for (; *name != '\0' && end - uri < URI_BYTES / 2 + 32; name++)
        end += strchr(plain, *name) != NULL ? sprintf(end, "%c", *name)
                                            : sprintf(end, "%%%02X", (unsigned char)*name);
    snprintf(end, (size_t)(uri + URI_BYTES - end),
             "?secret=%s&issuer=Chedang&algorithm=SHA1&digits=6&period=30", key);
}

/* In groups of four, for people who type it. */
static const char *grouped(const struct page *page, const char *key)
{
    const char *text = "";

    for (; *key != '\0'; key += strnlen(key, GROUP))
        text = page_text(page, "%s%s%.*s", text, *text == '\0' ? "" : " ", GROUP, key);
    return text;
}

h2o_iovec_t client_enrol_page(const struct page *page, enum second_notice notice, const char *name,
                              const char *key)
{
    json_t *model = json_object();
    char uri[URI_BYTES];
    struct qr qr;

    uri_of(name, key, uri);
    give_notice(model, notice);
    give_text(model, "name", name);
    give_text(model, "key", grouped(page, key));
    give_text(model, "uri", uri);
    if (qr_make(page->pool, uri, &qr)) {
        json_t *part = give_part(model, "qr");

        give_text(part, "size", page_text(page, "%d", qr.size));
        give_text(part, "modules", qr.path);
    }
    return page_render(page, "client_enrol", model);
}

h2o_iovec_t client_recovery_page(const struct page *page, const char *const *codes, size_t count)
{
    json_t *model = json_object(), *list = give_list(model, "codes");

    for (size_t i = 0; i < count; i++)
        give_text(add_item(list), "code", codes[i]);
    return page_render(page, "client_recovery", model);
}
