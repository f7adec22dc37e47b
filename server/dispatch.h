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

/* Whether a request that begins like this comes in by a door that takes photos; false too while that cannot
 * be told. */
bool dispatch_takes_photos(const char *head, size_t length);
