/*
 * shares - /vehicles/:handle/shares: links by which an owner hands the history of a vehicle on
 *
 * A link's secret is told once, in the answer to the form that made it; what is stored is its keyed hash. The
 * form carries the name of the link that it makes, so that sending it twice makes one.
 */
#pragma once

#include "core/exchange.h"
#include "render/share_page.h"
#include "store/rows.h"

/* From rows of shares_of_ownership or shares_all; lives as long as the exchange. */
struct share_list share_links_read(struct exchange *x, const struct rows *rows);

void shares_start(struct exchange *x);
void share_make_start(struct exchange *x);
void share_end_start(struct exchange *x);
