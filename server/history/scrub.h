/*
 * scrub - takes personal data out of free text
 *
 * Telephone, identity, passport and card numbers, plates, VINs, e-mail addresses, accounts of WeChat and QQ,
 * addresses down to a house, and names: with a title (王先生, 张哥), behind a label (联系人：李四), and as
 * people call each other (小张来取车). What a mark stands for is told by the mark. Linear in the text; any
 * thread may call it. How much is found and how often something else is taken for it: ./dev test quality.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

/* The text with marks in place of what was found; the text itself, and *found untouched, when nothing was. */
const char *scrub_text(h2o_mem_pool_t *pool, const char *text, bool *found);
