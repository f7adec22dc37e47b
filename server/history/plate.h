/*
 * plate - number plates of mainland China (GA 36), seven characters or, for new energy, eight
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

/* Half width, upper case, without blanks, hyphens and middle dots: the form that is stored, compared and
 * indexed. */
const char *plate_normalised(h2o_mem_pool_t *pool, const char *text);

/* Province, letter of the authority, five signs; or six with D or F for new energy. Of a normalised plate. */
bool plate_is_valid(const char *plate);

/* How many characters a plate at `text` takes up in bytes; 0 when none begins there. For finding plates in
 * text. */
size_t plate_at(const char *text);

/* "苏D4***0": enough for whoever knows it. NULL for what is no valid plate. Of a normalised plate. */
const char *plate_masked(h2o_mem_pool_t *pool, const char *plate);
