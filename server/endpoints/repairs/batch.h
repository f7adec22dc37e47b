/*
 * batch - many records in one request, answered by a line each as they are stored
 *
 * In portions whose records go in at once; the next when the reader has taken the one before. Corrections of
 * one record never share a portion, so the last of them stays.
 */
#pragma once

#include "core/exchange.h"

enum { REPAIRS_MOST = 500 };

/* The body is lines, or a JSON array. */
void repairs_batch_start(struct exchange *x, bool lines);
