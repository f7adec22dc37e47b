#include "target.h"

#include <jansson.h>
#include <sodium.h>

#include "core/service.h"

static struct settings settings;
static struct service service;

void target_broken(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, condition);
    abort();
}

const struct settings *target_settings(void)
{
    char complaint[256];

    if (settings.json_depth == 0)
        MUST(settings_read(&settings, complaint, sizeof(complaint)));
    return &settings;
}

struct exchange *target_begin(void)
{
    struct exchange *x;

    MUST(sodium_init() >= 0);
    service.settings = target_settings();
    x = exchange_housekeeping(&service);
    x->req = calloc(1, sizeof(*x->req));
    h2o_mem_init_pool(&x->req->pool);
    return x;
}

void target_end(struct exchange *x)
{
    h2o_mem_clear_pool(&x->req->pool);
    free(x->req);
    exchange_release(x);
}

const char *target_text(struct exchange *x, const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1);

    MUST(text != NULL);
    if (size != 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    exchange_adopt(x, text, free);
    return text;
}

bool target_is_utf8(const char *text)
{
    json_t *string = json_string(text);

    json_decref(string);
    return string != NULL;
}
