/*
 * paper - lines of text on A4, as PDF with its fonts embedded
 *
 * The lines are put together on a loop; paper_pdf() may run on any thread.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

enum paper_style { PAPER_TITLE, PAPER_HEADING, PAPER_RECORD, PAPER_TEXT, PAPER_SMALL };

enum { PAPER_LINES_MOST = 20000, PAPER_PAGES_MOST = 300 };

struct paper_line {
    enum paper_style style;
    const char *text;
};

struct paper {
    h2o_mem_pool_t *pool;
    const char *title, *language; /* "zh-CN" */
    const char *cut;              /* what stands at the end when not everything fits */
    struct paper_line *lines;
    size_t count, room;
};

struct paper *paper_new(h2o_mem_pool_t *pool, const char *title, const char *language, const char *cut);

/* Of the parts that are not NULL, up to the last one, which is NULL. */
void paper_put(struct paper *paper, enum paper_style style, ...) __attribute__((sentinel));

/* Of malloc(); NULL when it cannot be drawn. */
char *paper_pdf(const struct paper *paper, size_t *length);
