/*
 * dispatch - the way of a request to its endpoint
 *
 * In this order: framing, the number under way, the table of paths (routes.h), the limit of its door, who
 * asks (authenticate.h), and then its endpoint.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct exchange;

void dispatch(struct exchange *x, bool internal);

/* Whose bounds hold for a body that is larger than ordinary ones. */
enum large { LARGE_NOT, LARGE_PHOTOS, LARGE_UPLOADS, LARGE_COUNT };

/* Of a request that begins like this; LARGE_NOT too while that cannot be told. */
enum large dispatch_large(const char *head, size_t length);
