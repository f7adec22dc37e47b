#include "certificate/claim_series.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/cbor.h"

enum { ENTRY_BYTES = 16, YEAR = 10000, MONTH = 100 };

static int64_t day_number(struct date on, bool exact)
{
    return (int64_t)on.year * YEAR + on.month * MONTH + (exact ? on.day : 0);
}

static void hash(crypto_hash_sha256_state *state, const struct cbor_writer *w)
{
    crypto_hash_sha256_update(state, w->bytes, w->length);
}

void claim_series_digest(const struct claim_reading *readings, size_t count,
                         uint8_t digest[SERIES_DIGEST_BYTES])
{
    uint8_t entry[ENTRY_BYTES], whole[crypto_hash_sha256_BYTES];
    struct cbor_writer head = {entry, 0, sizeof(entry), false};
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    cbor_put_array(&head, count);
    hash(&state, &head);
    for (size_t i = 0; i < count; i++) {
        struct cbor_writer w = {entry, 0, sizeof(entry), false};

        cbor_put_array(&w, 2);
        cbor_put_int(&w, day_number(readings[i].on, i == count - 1));
        cbor_put_int(&w, readings[i].km);
        hash(&state, &w);
    }
    crypto_hash_sha256_final(&state, whole);
    memcpy(digest, whole, SERIES_DIGEST_BYTES);
}

static bool falls(const struct claim_reading *readings, size_t at)
{
    return at > 0 && readings[at].km < readings[at - 1].km;
}

size_t claim_series_least(const struct claim_reading *readings, size_t count)
{
    size_t least = 0;

    for (size_t i = 0; i < count; i++)
        least += i == 0 || i == count - 1 || falls(readings, i) || falls(readings, i + 1);
    return least;
}

struct fall {
    size_t at; /* the lower reading */
    long depth;
};

static int deepest_first(const void *a, const void *b)
{
    const struct fall *one = a, *other = b;

    if (one->depth != other->depth)
        return one->depth < other->depth ? 1 : -1;
    return one->at < other->at ? -1 : one->at > other->at;
}

struct choice {
    bool chosen[CLAIM_READINGS_MOST];
    size_t count, room;
};

/* Both or neither. */
static void choose(struct choice *c, size_t one, size_t other)
{
    size_t more = (size_t)!c->chosen[one] + (one != other && !c->chosen[other]);

    if (c->count + more > c->room)
        return;
    c->chosen[one] = c->chosen[other] = true;
    c->count += more;
}

static void choose_falls(const struct claim_reading *readings, size_t count, struct choice *c)
{
    struct fall list[CLAIM_READINGS_MOST] = {
        {0, 0}
    };
    size_t found = 0;

    for (size_t i = 1; i < count; i++)
        if (falls(readings, i))
            list[found++] = (struct fall){i, readings[i - 1].km - readings[i].km};
    qsort(list, found, sizeof(*list), deepest_first);
    for (size_t i = 0; i < found; i++)
        choose(c, list[i].at - 1, list[i].at);
}

/* Of the m that are left, the k that stand in the middles of k equal parts. */
static void choose_evenly(size_t count, struct choice *c)
{
    size_t left[CLAIM_READINGS_MOST] = {0}, m = 0, k = c->room - c->count;

    for (size_t i = 0; i < count; i++)
        if (!c->chosen[i])
            left[m++] = i;
    if (k > m)
        k = m;
    for (size_t j = 0; j < k; j++) {
        size_t at = left[(2 * j + 1) * m / (2 * k)];

        choose(c, at, at);
    }
}

size_t claim_series_shorten(const struct claim_reading *readings, size_t count, size_t room,
                            struct claim_reading *kept)
{
    struct choice c = {.room = room};
    size_t length = 0;

    if (count == 0)
        return 0;
    choose(&c, count - 1, count - 1);
    choose(&c, 0, 0);
    choose_falls(readings, count, &c);
    if (room >= claim_series_least(readings, count))
        choose_evenly(count, &c);
    for (size_t i = 0; i < count; i++)
        if (c.chosen[i])
            kept[length++] = readings[i];
    return length;
}
