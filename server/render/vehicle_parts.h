/* vehicle_parts - the vehicle page's model, part by part; used by vehicle_page.c alone */
#pragma once

#include "history/disclosure.h"
#include "render/page_model.h"

/* `years`: the records, newest first. */
void give_records(const struct page *page, json_t *model, const struct view *view);

/* `readings` and `chart`: the odometer over time. */
void give_mileage(const struct page *page, json_t *model, const struct view *view);

/* The names of the codes in `set`, as `list` of parts with a `name`. */
void give_codes(const struct page *page, json_t *model, const char *list, enum code_list codes, uint64_t set);
