#include "render/cairo_bytes.h"

#include "core/growing.h"

cairo_status_t cairo_bytes_keep(void *growing, const unsigned char *bytes, unsigned length)
{
    return growing_add(growing, bytes, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}
