/*
 * die_at - marked points at which a test lets the process be killed
 *
 * Only in builds with -Dfault_points=true: CHEDANG_DIE_AT=point:n kills at the n-th time that the point is
 * passed. In all others there is nothing.
 */
#pragma once

#ifdef FAULT_POINTS
void die_at(const char *point);
#else
#define die_at(point) ((void)0)
#endif
