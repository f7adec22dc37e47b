/* review_part - what all pages say of a case */
#pragma once

#include "history/review.h"
#include "render/page_model.h"

/* kind, vin (masked) or the company's name, state and its words, since when, the second round, the reason and
 * what was added. */
void give_review(const struct page *page, json_t *model, const struct review_view *review);
