/*
 * turns - whose upload goes to the store next
 *
 * Senders take turns, each with what it sent first: so the half million of one vendor's night wait for each
 * other, and whoever sends one waits for one round. So many are under way that the store's groups are full
 * (store/db_queue.h), and of one sender so many wait at most. Pure; one for each loop.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o.h>

/* Two groups: one is being stored, one gathers. */
enum { TURNS_UNDER_WAY = 128 };

struct turns;

/* Part of the caller's own struct; it stays where it is until it is next. */
struct turn {
    h2o_linklist_t link;
};

struct turns *turns_create(unsigned under_way, unsigned waiting_of_one);
void turns_destroy(struct turns *turns); /* nothing waits any more */

/* False when so many of this sender wait already. */
bool turns_enter(struct turns *turns, int64_t sender, struct turn *turn);

/* Who goes now, and is under way until turns_leave(); NULL when nobody waits or enough are under way. */
struct turn *turns_next(struct turns *turns);
void turns_leave(struct turns *turns);
