/*
 * download_parts - the lists of a download: what each is read with, and what its rows say
 *
 * Each is one statement of an account and a number of rows, one more than are told of; what is left out is
 * said. They follow the account's vehicles, which some of them refer to.
 */
#pragma once

#include "queries.h"
#include "render/about_me.h"
#include "store/rows.h"

struct exchange;

struct download_part {
    enum query query;
    int most;
    void (*take)(struct exchange *x, const struct rows *rows, int most, struct about_me *me);
};

enum { DOWNLOAD_PARTS = 9 };
extern const struct download_part download_parts[DOWNLOAD_PARTS];
