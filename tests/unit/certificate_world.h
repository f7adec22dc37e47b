/* certificate_world - histories of any length, and certificates of them */
#pragma once

#include "testing.h"

#include <h2o.h>

#include "certificate/claims.h"
#include "certificate/trust.h"
#include "history/record.h"

enum { SEED_BYTES = 32, WORLD_RECORDS_MOST = 1000 };

/* What a city of drivers does to one car: `falls` makes every so many-th reading a lower one, 0 none. */
struct kind_of_history {
    size_t records, falls;
};

extern const struct kind_of_history kinds_of_history[];
extern const size_t kinds_of_history_count;

/* A certificate of such a history for `issuer`; from the same `turn` comes the same one. */
void make_claims(h2o_mem_pool_t *pool, struct kind_of_history kind, unsigned turn, const char *issuer,
                 struct claims *claims);

/* Keys by number, and a list of the first `count` that counts around the time of make_claims(). */
void make_seed(unsigned number, uint8_t seed[SEED_BYTES]);
void make_key(unsigned number, uint8_t key[PUBLIC_KEY_BYTES]);
struct trust_list make_trust(h2o_mem_pool_t *pool, const char *issuer, unsigned count);

/* Fails unless both say the same. */
void assert_same_claims(const struct claims *a, const struct claims *b);

enum { ISSUED_AT = 1795500000 }; /* 2026-11-24T06:00:00Z */
#define ISSUER "chedang.example.cn"
