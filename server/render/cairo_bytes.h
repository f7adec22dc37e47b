/* cairo_bytes - what cairo writes, gathered in memory */
#pragma once

#include <cairo.h>

/* A cairo_write_func_t whose closure is a struct growing. */
cairo_status_t cairo_bytes_keep(void *growing, const unsigned char *bytes, unsigned length);
