/*
 * dispute_store - disputes to and from the database
 *
 * The rules of history/dispute.h go along as parameters, and the statement checks them where the row is
 * locked.
 */
#pragma once

#include "core/pending.h"
#include "core/photo.h"
#include "history/dispute_view.h"
#include "store/rows.h"

/* The last day of a turn that begins today; unknown for a turn of no working days. Logs, once for each loop,
 * when the holidays of a year that matters are not known. */
struct date dispute_due(int workdays);

/* Where the photo with a dispute is sealed for: this column, the dispute's handle, and the name of the field.
 */
#define DISPUTE_PHOTO_COLUMN "dispute_photo.body"
#define DISPUTE_PHOTO_NAME   "settlement_list"

/* What became of a statement. Nothing is told of what is not the asker's. */
enum dispute_fate {
    FATE_NOWHERE,
    FATE_DONE,       /* or was done already, by the same form */
    FATE_CONTESTED,  /* there is a dispute about this record */
    FATE_TOO_MANY,   /* live ones, of this vehicle */
    FATE_LATE,       /* it has moved on meanwhile */
    FATE_NO_WORKSHOP /* has this code */
};

/* Opens a dispute of the asker about a record, or with `repair` 0 about one that is missing. Answers with a
 * fault or with a fate in *fate; what was done is answered one lease later, when no cache shows any more what
 * was before. */
struct dispute_opening {
    const char *vehicle, *handle; /* handles: of the owner's vehicle; of the dispute, from the form */
    int64_t repair;
    enum dispute_kind kind;
    const char *words;
    const struct photo_field *photo; /* of the settlement list; may hold none */
};
void dispute_open(struct exchange *x, const struct dispute_opening *opening, enum dispute_fate *fate,
                  continuation *resume, void *state);

/* Takes a step on behalf of whoever has the id `who`; `workshop` is the code of the one that it goes to, or
 * NULL. Answers likewise. */
struct dispute_taking {
    const char *handle;
    enum dispute_step step;
    int64_t who;
    const char *words, *workshop;
};
void dispute_take(struct exchange *x, const struct dispute_taking *taking, enum dispute_fate *fate,
                  continuation *resume, void *state);

/* A step of a dispute, for these eyes, from four columns: step, by, when, and the sealed words. Lives as long
 * as the exchange. */
void dispute_step_from_row(struct exchange *x, const char *handle, const struct rows *rows, int row,
                           int column, enum audience audience, struct dispute_step_view *step);

/* A dispute from the rows of dispute_read, for these eyes; the view lives as long as the exchange. */
void dispute_from_rows(struct exchange *x, const char *handle, const struct rows *rows,
                       enum audience audience, struct dispute_view *view);
