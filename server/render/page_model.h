/*
 * page_model - the pieces that the models of the pages are made of
 *
 * Text that is not UTF-8 is left out. Words and numbers are in the language of the page; dates and times are
 * those of China.
 */
#pragma once

#include <jansson.h>

#include "render/page.h"

void give_text(json_t *model, const char *name, const char *text);
void give_flag(json_t *model, const char *name, bool flag);

/* "1,234", and whether it is just one: `name` and `name`_one. */
void give_count(const struct page *page, json_t *model, const char *name, long count);

/* An empty list of this name; add_item() appends an empty part to it. The model owns both. */
json_t *give_list(json_t *model, const char *name);
json_t *add_item(json_t *list);
json_t *give_part(json_t *model, const char *name);

/* Formatted text of the page's pool. */
const char *page_text(const struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool in_chinese(const struct page *page);
const char *number_words(const struct page *page, long number); /* "35,200" */
const char *date_words(const struct page *page, struct date date);
const char *month_words(const struct page *page, struct date date);
const char *moment_words(const struct page *page, int64_t wall_us);
const char *moment_text(const struct page *page,
                        int64_t wall_us); /* "2026-03-15 09:30:00", for spreadsheets */

/* The word for a code; NULL when the strings have none. */
const char *page_word(const struct page *page, const char *group, const char *code);

/* "一汽-大众 2019 款"; NULL when nothing is known. */
const char *vehicle_words(const struct page *page, const char *maker_zh, const char *maker_en,
                          int model_year);

/* Adds what every page has, renders, and destroys the model. */
h2o_iovec_t page_render(const struct page *page, const char *name, json_t *model);
