#include "render/qr.h"

#include <stdio.h>

#include <qrencode.h>

enum { QUIET = 4, RUN_TEXT = 32 };

/* The dark modules from (x, y) to the right. */
static int run_length(const QRcode *code, int x, int y)
{
    int length = 0;

    while (x + length < code->width && (code->data[y * code->width + x + length] & 1))
        length++;
    return length;
}

static const char *path_of(h2o_mem_pool_t *pool, const QRcode *code)
{
    size_t runs = (size_t)code->width * (size_t)(code->width + 1) / 2, room = runs * RUN_TEXT + 1;
    char *path = h2o_mem_alloc_pool(pool, room), *end = path;

    *path = '\0';
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++) {
            int length = run_length(code, x, y);

            if (length == 0)
                continue;
            end += snprintf(end, RUN_TEXT, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, length, length);
            x += length;
        }
    return path;
}

bool qr_make(h2o_mem_pool_t *pool, const char *text, struct qr *qr)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    if (code == NULL)
        return false;
    *qr = (struct qr){code->width + 2 * QUIET, path_of(pool, code)};
    QRcode_free(code);
    return true;
}
