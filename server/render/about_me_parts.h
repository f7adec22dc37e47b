/* about_me_parts - what the makers of about_me.h share: the writing of values, and what was done with
 * vehicles */
#pragma once

#include <jansson.h>

#include "render/about_me.h"
#include "render/paper.h"

/* Of JSON: null for NULL, for 0, and for an unknown day. */
json_t *told_text(const char *text);
json_t *told_moment(int64_t wall_us);
json_t *told_day(struct date day);

/* `disputes`, `ratings`, `shares`, `looks` and `certificates`, each with whether it was cut. */
void give_dealings(json_t *root, const struct about_me *me);

/* Of paper: the lines so far, and the page whose language they are in. */
struct telling_all {
    const struct page *page;
    struct paper *paper;
};

/* The word for a code; the code itself when there is none. tell_word_of(): of another group; for NULL
 * "unknown". */
const char *tell_word(const struct telling_all *t, const char *code);
const char *tell_word_of(const struct telling_all *t, const char *group, const char *code);
const char *tell_when(const struct telling_all *t, int64_t moment);

/* "label: value"; nothing for NULL. */
void tell_fact(const struct telling_all *t, const char *label, const char *value);

/* What ends a list: that there is none, or that it was cut. */
void tell_list_end(const struct telling_all *t, size_t count, bool cut, const char *cut_words);

void put_disputes(const struct telling_all *t, const struct about_me *me);
void put_ratings(const struct telling_all *t, const struct about_me *me);
void put_shares(const struct telling_all *t, const struct about_me *me);
void put_looks(const struct telling_all *t, const struct about_me *me);
void put_certificates(const struct telling_all *t, const struct about_me *me);
