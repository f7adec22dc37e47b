/*
 * cache - what Redis remembers; the service works without it, only slower
 *
 * Two kinds of values, which never meet: the summary (finished bytes, all a platform may see) and the history
 * (rows for the owner). Histories are sealed, summaries, which hold nothing personal, attested; both are
 * bound to their kind and vehicle and stand under names that are keyed hashes. Summaries are kept in this
 * loop's memory as well. A value is handed out only when freshness.h accepts it and trusts itself; while
 * PostgreSQL is away a summary goes on for CHEDANG_AGED_SECONDS, and who shows it states cache_age(). Redis
 * away, slow, full or poisoned costs time and nothing else.
 */
#pragma once

#include "core/pending.h"
#include "store/freshness.h"

struct cache;

enum cached { CACHED_SUMMARY, CACHED_HISTORY };

struct cache *cache_create(struct service *service);
void cache_destroy(struct cache *cache);

/* Which database the values come from (system identifier and timeline); others' values are never looked at.
 */
void cache_epoch(struct cache *cache, const char *epoch);

/* In whole seconds, of the summaries that are handed out now: 0 is what they have unless PostgreSQL is away.
 */
long cache_age(const struct service *service);

/* The summary from memory, at once; empty when it is not there or may not be shown. Lives as long as the
 * exchange. */
h2o_iovec_t cache_look(struct exchange *x, const struct vehicle_key *key);

/* Answers with answer->values, one for each key, empty for what is not there, too old, unreachable or too
 * slow. They live as long as the exchange; so do the keys. */
void cache_get(struct exchange *x, enum cached kind, const struct vehicle_key *keys, size_t count,
               continuation *resume, void *state);

/* Fire and forget. `xmin` and `version` are those of the statement that read what `value` was made from. */
void cache_put(struct exchange *x, enum cached kind, const struct vehicle_key *key, uint64_t xmin,
               int64_t version, h2o_iovec_t value);
