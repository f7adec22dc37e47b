/* record_part - one record, on the pages that are about it: the part `record` of the model */
#pragma once

#include "history/disclosure.h"
#include "render/page_model.h"

/* Of a view with one record; no part where it has none. */
void give_record_part(const struct page *page, json_t *model, const struct view *view);
