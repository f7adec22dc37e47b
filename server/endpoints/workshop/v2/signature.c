#include "endpoints/workshop/v2/signature.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <sodium.h>

#include "core/json_text.h"

enum { MD5_BYTES = 16, MOST_KEYS = 64 };

h2o_iovec_t openapi_quoted(h2o_mem_pool_t *pool, h2o_iovec_t json)
{
    static const char number[] = "+-.0123456789Ee";
    char *out = h2o_mem_alloc_pool(pool, json.len * 3 + 1), *end = out;
    bool quoted = false;

    for (size_t i = 0; i < json.len; i++) {
        char c = json.base[i];

        if (quoted && c == '\\' && i + 1 < json.len) {
            *end++ = c;
            c = json.base[++i];
        } else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c != '\0' && strchr("-0123456789", c) != NULL) {
            *end++ = '"';
            while (i < json.len && json.base[i] != '\0' && strchr(number, json.base[i]) != NULL)
                *end++ = json.base[i++];
            i--;
            c = '"';
        }
        *end++ = c;
    }
    return h2o_iovec_init(out, (size_t)(end - out));
}

void md5_text(const void *bytes, size_t length, char text[MD5_TEXT])
{
    uint8_t hash[MD5_BYTES];
    unsigned size = sizeof(hash);

    if (EVP_Digest(bytes, length, hash, &size, EVP_md5(), NULL) != 1)
        h2o_fatal("signature: no MD5");
    sodium_bin2hex(text, MD5_TEXT, hash, sizeof(hash));
}

static int hex_of(const char *text)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *high = text[0] == '\0' ? NULL : strchr(digits, text[0]),
               *low = high == NULL || text[1] == '\0' ? NULL : strchr(digits, text[1]);

    return low == NULL ? -1 : (int)((high - digits) % 16 * 16 + (low - digits) % 16);
}

const char *openapi_decoded(h2o_mem_pool_t *pool, const char *value)
{
    char *out, *end;

    if (strpbrk(value, "+%") == NULL)
        return value;
    out = end = h2o_mem_alloc_pool(pool, strlen(value) + 1);
    for (; *value != '\0'; value++) {
        int byte = *value == '%' ? hex_of(value + 1) : -1;

        *end++ = byte > 0 ? (char)byte : *value == '+' ? ' ' : *value;
        value += byte > 0 ? 2 : 0;
    }
    *end = '\0';
    return out;
}

/* Which fields are taken as there: only those that were sent, or all of the call, at its top or in lists. */
struct joining {
    h2o_mem_pool_t *pool;
    struct json_text text;
    bool whole_top, whole_inner;
};

static void join_object(struct joining *j, const json_t *object, const struct signed_field *fields, bool top);

static void join_value(struct joining *j, const json_t *value, const struct signed_field *inner)
{
    if (json_is_string(value))
        json_raw(&j->text, openapi_decoded(j->pool, json_string_value(value)));
    else if (json_is_boolean(value))
        json_raw(&j->text, json_is_true(value) ? "true" : "false");
    else if (json_is_object(value))
        join_object(j, value, inner, false);
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_raw(&j->text, i == 0 ? "" : "&");
        join_value(j, json_array_get(value, i), inner);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct signed_field *field_of(const struct signed_field *fields, const char *name)
{
    for (; fields != NULL && fields->name != NULL; fields++)
        if (strcmp(fields->name, name) == 0)
            return fields;
    return NULL;
}

/* The names in order; those beyond what any call has are left out, and the signature will not hold. */
static size_t names_of(const json_t *object, const struct signed_field *fields, bool whole, bool top,
                       const char *names[MOST_KEYS])
{
    size_t count = 0;
    json_t *value;
    const char *name;

    json_object_foreach((json_t *)object, name,
                        value) if (count < MOST_KEYS && !(top && strcmp(name, "sign") == 0)) names[count++] =
        name;
    for (; whole && fields != NULL && fields->name != NULL; fields++)
        if (count < MOST_KEYS && json_object_get(object, fields->name) == NULL)
            names[count++] = fields->name;
    qsort(names, count, sizeof(*names), by_name);
    return count;
}

static void join_object(struct joining *j, const json_t *object, const struct signed_field *fields, bool top)
{
    const char *names[MOST_KEYS];
    size_t count = names_of(object, fields, top ? j->whole_top : j->whole_inner, top, names);

    for (size_t i = 0; i < count; i++) {
        const struct signed_field *field = field_of(fields, names[i]);

        json_raw(&j->text, i == 0 ? "" : "&");
        json_raw(&j->text, names[i]);
        json_raw(&j->text, "=");
        join_value(j, json_object_get(object, names[i]), field == NULL ? NULL : field->inner);
    }
}

bool openapi_signature_holds(h2o_mem_pool_t *pool, const json_t *message, const struct signed_field *fields,
                             const char *secret, const char *sign)
{
    char text[MD5_TEXT];

    for (int way = 0; way < 4; way++) {
        struct joining j = {pool, json_text_new(pool, 1024), (way & 1) != 0, (way & 2) != 0};

        join_object(&j, message, fields, true);
        json_raw(&j.text, secret);
        md5_text(j.text.base, j.text.length, text);
        if (strlen(sign) == strlen(text) && sodium_memcmp(text, sign, strlen(text)) == 0)
            return true;
    }
    return false;
}
