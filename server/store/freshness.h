/*
 * freshness - which cached values may be shown
 *
 * The promise: after an upload is acknowledged, no look-up sent afterwards shows less. No invalidation
 * message has to arrive anywhere; values judge themselves.
 *
 *   A write commits the record, vehicle.version + 1 and a row (xid, key, version) of `change` in one
 * transaction, and is acknowledged one lease after the commit. A poll reads all changes with xid >= the xmin
 * of the previous poll's snapshot. It feeds a map key -> (least version, xid) and a horizon, the transaction
 * id from which on every change is known. A cached value carries the vehicle's version and xmin, the
 * pg_snapshot_xmin of the statement that read it.
 *
 * A value is shown if and only if   value.xmin >= horizon   and   value.version >= least version of its key,
 * and the last complete poll began less than a lease ago.
 *
 * Why that is enough. Take a change c that was acknowledged before the look-up was sent. It was committed a
 * lease before that, so before the trusted poll began, and so that poll or one before it could see it. (a) c
 * is in the map: then a value below its version is refused. (b) c is not in the map: it was forgotten,
 * pruned, or was there before this process. Every one of these moved the horizon above c's xid (forget, cold
 * start below). A value that is shown has xmin >= horizon > c.xid, and what lies below a snapshot's xmin was
 * finished before the snapshot: the value has seen c. A poll cannot skip a change that committed late: it was
 * unfinished in an earlier snapshot, so its xid is not below that snapshot's xmin, and the next poll asks
 * from there on. Rows that are read twice do no harm.
 *
 * Raising the horizon is always safe; it only turns hits into misses. It may not be lowered but by a cold
 * start, which forgets everything: the newest changes are loaded, and the horizon is the oldest of them + 1
 * when there were more, else the lower of the oldest and the snapshot's xmin. Changes are pruned from the
 * table only below an xmin, so that no later cold start can fall short of them; a process that has not polled
 * for PRUNE_SECONDS / 2 starts cold.
 *
 * When PostgreSQL is away, what is accepted was still the newest when the last complete poll began. Whoever
 * shows that says how long ago it was.
 *
 * Pure: no I/O, no clock. Times are monotonic nanoseconds. Not shared between threads.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VEHICLE_KEY_BYTES = 16, PRUNE_SECONDS = 600, AWAY_SECONDS = 2 };

struct vehicle_key {
    uint8_t bytes[VEHICLE_KEY_BYTES];
};

struct change {
    uint64_t xid;
    struct vehicle_key key;
    int64_t version;
};

struct freshness;

struct freshness *freshness_create(size_t most_changes, int64_t lease);
void freshness_destroy(struct freshness *freshness);

/* The xid to poll from; 0 asks for a cold start with the newest freshness_capacity() changes. */
uint64_t freshness_since(const struct freshness *freshness, int64_t now);
size_t freshness_capacity(const struct freshness *freshness);

/* One complete poll that began at `began`: the snapshot's xmin, and what it read. */
void freshness_learn(struct freshness *freshness, int64_t began, uint64_t xmin, const struct change *changes,
                     size_t count);

/* A cold start that got `count` of the newest changes, newest first. */
void freshness_start(struct freshness *freshness, int64_t began, uint64_t xmin, const struct change *changes,
                     size_t count);

/* A poll failed: the next one starts cold, since it may meet another server. */
void freshness_lose(struct freshness *freshness);

bool freshness_trusted(const struct freshness *freshness, int64_t now);

/* While polls have failed for AWAY_SECONDS: whole seconds since the last complete one began, rounded up. Else
 * 0, also before the first one. */
long freshness_age(const struct freshness *freshness, int64_t now);
bool freshness_accepts(const struct freshness *freshness, const struct vehicle_key *key, uint64_t xmin,
                       int64_t version);
