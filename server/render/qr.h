/* qr - an address as a QR code, for a screen */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

/* Of so many modules each way, with the quiet zone of four; `path` is the dark ones, for a path of SVG. */
struct qr {
    int size;
    const char *path;
};

/* Error correction M. False for what does not fit. From `pool`. */
bool qr_make(h2o_mem_pool_t *pool, const char *text, struct qr *qr);
