/* Whatever the type (the first line) and the body say: few parts, in their order, each within the body. */
#include "target.h"

#include "http/form.h"
#include "http/multipart.h"

static void check_parts(const struct form_parts *parts, h2o_iovec_t body)
{
    const char *at = body.base;

    MUST(parts->count > 0 && parts->count <= PARTS_MOST);
    for (size_t i = 0; i < parts->count; i++) {
        const struct form_part *part = &parts->part[i];

        MUST(part->name != NULL && strlen(part->name) < 64);
        MUST(part->bytes.base > at && part->bytes.base + part->bytes.len < body.base + body.len);
        at = part->bytes.base + part->bytes.len;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static bool ready;
    struct exchange *x = target_begin();
    const uint8_t *line = size == 0 ? NULL : memchr(bytes, '\n', size);
    size_t type = line == NULL ? 0 : (size_t)(line - bytes);
    const char *field;

    if (!ready)
        multipart_init();
    ready = true;
    if (line != NULL) {
        h2o_add_header(&x->req->pool, &x->req->headers, H2O_TOKEN_CONTENT_TYPE, NULL,
                       target_text(x, bytes, type), type);
        x->req->entity = h2o_iovec_init(line + 1, size - type - 1);
    }
    multipart_read(x);
    if (x->parts != NULL) {
        check_parts(x->parts, x->req->entity);
        (void)multipart_file(x, "f");
        field = body_field(x, "f");
        MUST(field == NULL || target_is_utf8(field));
    }
    target_end(x);
    return 0;
}
