/*
 * registry_store - what stands on a vehicle's papers, as it is stored: salted keyed hashes, one salt a row
 */
#pragma once

#include "core/date.h"
#include "core/seal.h"
#include "history/papers.h"
#include "history/vin.h"
#include "store/copy.h"
#include "store/freshness.h"

/* Facts are normalised (fact_normalise()); days may be unknown, and the region NULL. */
struct registry_row {
    struct vin vin;
    const char *facts[FACT_COUNT];
    struct date held_since, first_registered;
    const char *region; /* GB/T 2260, six digits */
    const char *ended;  /* "scrapped", "exported" or NULL */
    struct date ended_on;
};

enum { REGISTRY_PARAMETERS = 12 };

/* For queries/registry_put.sql, with the salt of the vehicle's row or, where there is none, a new one. */
void registry_parameters(h2o_mem_pool_t *pool, const struct keys *keys, const struct registry_row *row,
                         const uint8_t salt[SALT_BYTES], const char *parameters[REGISTRY_PARAMETERS]);

/* For a vehicle that is there and has no row yet. */
extern const char registry_copy_sql[];
void registry_copy(struct copy *copy, const struct keys *keys, const struct registry_row *row,
                   const uint8_t salt[SALT_BYTES]);
