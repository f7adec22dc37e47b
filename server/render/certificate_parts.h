/* certificate_parts - the pieces of the certificate's paper, from its head to its end; for its own files */
#pragma once

#include "render/certificate_paper.h"
#include "render/certificate_sheet.h"

struct certificate_drawing {
    struct sheet sheet;
    const struct certificate_words *words;
    const struct certificate_paper *paper;
    const struct claims *claims;
    char number[CERTIFICATE_NUMBER_TEXT];
    char as_of[DATE_TEXT];
    unsigned dense; /* 0: as it looks best; then more and more as it fits */
};

enum { DENSEST = 3 };

/* In the sheet's two tongues; "" for what has no words. */
const char *words_in(const struct certificate_drawing *d, enum sheet_tongue tongue, const char *group,
                     const char *code);

/* The same words in both halves, one beside the other; y moves beneath both. */
void write_both(struct certificate_drawing *d, enum sheet_style style, const char *group, const char *code,
                const struct certificate_filling *fillings, size_t count);

/* Begins a part that needs so much room at least. */
void write_heading(struct certificate_drawing *d, const char *code, double room);

/* With names filled in, which stand as they are within a text from right to left. */
enum { FILLINGS_MOST = 4 };
const char *words_filled(const struct certificate_drawing *d, enum sheet_tongue tongue, const char *group,
                         const char *code, const struct certificate_filling *fillings, size_t count,
                         char filled[CERTIFICATE_FILLED]);

/* A label in each language at the sides and a value between them (NULL: not on file); y moves beneath. */
void write_fact(struct certificate_drawing *d, double width, const char *label, enum sheet_style style,
                const char *value);

/* False when the code cannot be drawn. */
bool put_head(struct certificate_drawing *d);
void put_statements(struct certificate_drawing *d);
void put_verdict(struct certificate_drawing *d);
void put_coverage(struct certificate_drawing *d);
void put_not_checked(struct certificate_drawing *d);
void put_chart(struct certificate_drawing *d);
void put_readings(struct certificate_drawing *d);
void put_counts(struct certificate_drawing *d);
void put_genuine(struct certificate_drawing *d);
