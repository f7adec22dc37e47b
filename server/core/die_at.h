/*
 * die_at - marked points at which a test lets the process be killed, or wait
 *
 * Only in builds with -Dfault_points=true: CHEDANG_DIE_AT=point:n kills at the n-th time that the point is
 * passed; CHEDANG_STALL_AT=point:percent makes that share of passes wait for up to STALL_MOST_MS. In all
 * others there is nothing.
 */
#pragma once

#ifdef FAULT_POINTS
enum { STALL_MOST_MS = 3000 };

void die_at(const char *point);

/* How long to wait here, in milliseconds; mostly 0. The caller does the waiting. */
long stall_at(const char *point);
#else
#define die_at(point) ((void)0)
#endif
