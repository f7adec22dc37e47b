/*
 * batch - many records in one message, each with a token and a shop's code of its own
 */
#pragma once

#include "endpoints/workshop/family.h"

extern const struct family ministry;

/* More than so many are refused; of those that are let in so many are under way at a time, so that a batch of
 * all is answered within the three seconds for which programs wait. */
enum { BATCH_MOST = 1000, BATCH_UNDER_WAY = 128 };
