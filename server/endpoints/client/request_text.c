#include "endpoints/client/request_text.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/seal.h"

/* Blanks around it are nobody's. */
static json_t *typed(const char *text)
{
    size_t length;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return json_stringn(text, length);
}

static void put(json_t *object, const char *name, const char *text)
{
    if (text != NULL && *text != '\0')
        json_object_set_new(object, name, typed(text));
}

/* Countries and languages in the letters that programs use. */
static void put_folded(struct exchange *x, json_t *object, const char *name, const char *text, bool capitals)
{
    char *folded;

    if (text == NULL)
        return;
    folded = h2o_strdup(&x->pool, text, SIZE_MAX).base;
    for (char *c = folded; *c != '\0'; c++)
        if (capitals ? *c >= 'a' && *c <= 'z' : *c >= 'A' && *c <= 'Z')
            *c ^= 'a' - 'A';
    put(object, name, folded);
}

/* People paste the whole link; the secret is what stands behind /s/. */
static const char *secret_of(struct exchange *x, const char *link)
{
    const char *path = link == NULL ? NULL : strstr(link, "/s/");

    if (path == NULL)
        return link;
    path += strlen("/s/");
    return h2o_strdup(&x->pool, path, strcspn(path, "/?# \t")).base;
}

static json_t *ground_of(struct exchange *x, const struct request_text *t)
{
    json_t *ground = json_object(), *code;

    if (t->papers != NULL) { /* an empty one is a mistake of its own */
        json_object_set_new(ground, "document", typed(t->papers));
        return ground;
    }
    if (t->request == NULL && ticket_fits(t->share)) {
        put(ground, "document", t->share);
        return ground;
    }
    if (t->request == NULL) {
        put(ground, "share", secret_of(x, t->share));
        put(ground, "pin", t->pin);
        return ground;
    }
    code = json_object();
    put(code, "request", t->request);
    put(code, "code", t->code);
    json_object_set_new(ground, "code", code);
    return ground;
}

h2o_iovec_t request_json(struct exchange *x, const struct request_text *t)
{
    json_t *object = json_object();
    char *text;

    put(object, "vin", t->vin);
    put(object, "reference", t->reference);
    put_folded(x, object, "destination", t->destination, true);
    put_folded(x, object, "language", t->language, false);
    put(object, "predecessor", t->predecessor);
    json_object_set_new(object, "ground", ground_of(x, t));
    text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(object);
    if (text == NULL)
        return h2o_iovec_init("", 0);
    exchange_adopt(x, text, free);
    return h2o_iovec_init(text, strlen(text));
}
