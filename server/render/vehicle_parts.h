/* vehicle_parts - the models of the pages about a vehicle, part by part */
#pragma once

#include "history/disclosure.h"
#include "render/page_model.h"
#include "render/vehicle_page.h"

/* `years`: the records, newest first. */
void give_records(const struct page *page, json_t *model, const struct view *view);

/* `readings` and `chart`: the odometer over time. */
void give_mileage(const struct page *page, json_t *model, const struct view *view);

/* `reasons`: what the verdict rests on, and on which records. */
void give_reasons(const struct page *page, json_t *model, const struct view *view);

/* `events`: what happened to the traction battery and the drive unit. */
void give_traction(const struct page *page, json_t *model, const struct view *view);

/* `works_chart`: kinds of work by year. `about_works`, `about_parts`: what the codes that occur mean. */
void give_works_chart(const struct page *page, json_t *model, const struct view *view);
void give_explanations(const struct page *page, json_t *model, const struct view *view);

/* `upkeep` and `gaps`: the habit of service, and long silence. */
void give_upkeep(const struct page *page, json_t *model, const struct view *view);
void give_gaps(const struct page *page, json_t *model, const struct view *view);

/* What is odd about a record, with what shows it. */
void give_findings(const struct page *page, json_t *record, const struct view *view,
                   const struct view_record *r);

/* By which number the page calls a record: the oldest is 1. */
const char *record_number(const struct page *page, const struct view *view, size_t at);

/* The mark of a doubtful reading, which the chart, its table and the reasons share; NULL for none. */
const char *doubt_words(const struct page *page, unsigned doubt);

/* The name of a code in the page's language. */
const char *code_name(const struct page *page, enum code_list codes, unsigned code);

/* The names of the codes in `set`, as `list` of parts with a `name`. */
void give_codes(const struct page *page, json_t *model, const char *list, enum code_list codes, uint64_t set);

/* One more line of the access trail. */
/* Who it was, in words; for the pages of looks. */
const char *looker_words(const struct page *page, const struct look *look);
void give_look(const struct page *page, json_t *list, const struct look *look);
