/*
 * scrub - takes personal data out of free text
 *
 * A first form: telephone and identity numbers, plates, e-mail addresses, and names before 先生, 女士, 师傅
 * or after 联系人, 车主, 姓名.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

/* The text with marks in place of what was found; the text itself, and *found untouched, when nothing was. */
const char *scrub_text(h2o_mem_pool_t *pool, const char *text, bool *found);
