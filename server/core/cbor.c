#include "core/cbor.h"

#include <string.h>

enum major { UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG };
enum { IN_THE_HEAD = 24, MAJOR_SHIFT = 5, MORE_MOST = 8 };

static void put(struct cbor_writer *w, const void *bytes, size_t length)
{
    if (w->full || w->room - w->length < length) {
        w->full = true;
        return;
    }
    if (length != 0)
        memcpy(w->bytes + w->length, bytes, length);
    w->length += length;
}

/* How many bytes more the number needs: 0, 1, 2, 4 or 8. */
static unsigned bytes_more(uint64_t number)
{
    if (number < IN_THE_HEAD)
        return 0;
    return number <= UINT8_MAX ? 1 : number <= UINT16_MAX ? 2 : number <= UINT32_MAX ? 4 : 8;
}

/* What the head says of so many: 24 to 27. */
static uint8_t length_sign(unsigned more)
{
    return (uint8_t)(IN_THE_HEAD + (more > 1) + (more > 2) + (more > 4));
}

static void put_head(struct cbor_writer *w, enum major major, uint64_t number)
{
    unsigned more = bytes_more(number);
    uint8_t head[1 + MORE_MOST] = {
        (uint8_t)(major << MAJOR_SHIFT | (more == 0 ? (uint8_t)number : length_sign(more)))};

    for (unsigned i = 0; i < more; i++)
        head[1 + i] = (uint8_t)(number >> 8 * (more - 1 - i));
    put(w, head, 1 + more);
}

void cbor_put_int(struct cbor_writer *w, int64_t value)
{
    put_head(w, value < 0 ? NEGATIVE : UNSIGNED, value < 0 ? (uint64_t)(-1 - value) : (uint64_t)value);
}

void cbor_put_bytes(struct cbor_writer *w, const void *bytes, size_t length)
{
    put_head(w, BYTES, length);
    put(w, bytes, length);
}

void cbor_put_text(struct cbor_writer *w, const char *text)
{
    put_head(w, TEXT, strlen(text));
    put(w, text, strlen(text));
}

void cbor_put_array(struct cbor_writer *w, size_t count)
{
    put_head(w, ARRAY, count);
}

void cbor_put_map(struct cbor_writer *w, size_t pairs)
{
    put_head(w, MAP, pairs);
}

void cbor_put_tag(struct cbor_writer *w, uint64_t tag)
{
    put_head(w, TAG, tag);
}

static uint64_t fail(struct cbor_reader *r)
{
    r->broken = true;
    r->left = 0;
    return 0;
}

static const uint8_t *take(struct cbor_reader *r, uint64_t length)
{
    const uint8_t *taken = r->at;

    if (r->broken || length > r->left) {
        fail(r);
        return NULL;
    }
    r->at += length;
    r->left -= length;
    return taken;
}

/* Which kind comes next, without reading it. */
static bool next_is(const struct cbor_reader *r, enum major major)
{
    return !r->broken && r->left != 0 && r->at[0] >> MAJOR_SHIFT == (int)major;
}

static uint64_t head(struct cbor_reader *r, enum major major)
{
    uint8_t sign = next_is(r, major) ? *take(r, 1) & ((1 << MAJOR_SHIFT) - 1) : UINT8_MAX;
    uint64_t number = 0;

    if (sign < IN_THE_HEAD)
        return sign;
    if (sign > length_sign(MORE_MOST))
        return fail(r);
    unsigned more = 1u << (sign - IN_THE_HEAD);
    const uint8_t *bytes = take(r, more);
    for (unsigned i = 0; bytes != NULL && i < more; i++)
        number = number << 8 | bytes[i];
    return bytes_more(number) == more ? number : fail(r);
}

int64_t cbor_int(struct cbor_reader *r, int64_t least, int64_t most)
{
    bool negative = next_is(r, NEGATIVE);
    uint64_t number = head(r, negative ? NEGATIVE : UNSIGNED);
    int64_t value = number > INT64_MAX ? 0 : negative ? -1 - (int64_t)number : (int64_t)number;

    if (r->broken || number > INT64_MAX || value < least || value > most)
        return (int64_t)fail(r);
    return value;
}

const uint8_t *cbor_bytes(struct cbor_reader *r, size_t *length)
{
    uint64_t announced = head(r, BYTES);
    const uint8_t *bytes = take(r, announced);

    *length = bytes == NULL ? 0 : (size_t)announced;
    return bytes;
}

const char *cbor_text(struct cbor_reader *r, size_t *length)
{
    uint64_t announced = head(r, TEXT);
    const uint8_t *bytes = take(r, announced);

    *length = bytes == NULL ? 0 : (size_t)announced;
    return (const char *)bytes;
}

/* Every member takes a byte at least, so what is announced is bounded by what is there. */
static size_t count_of(struct cbor_reader *r, enum major major, size_t most)
{
    uint64_t count = head(r, major);

    return r->broken || count > most || count > r->left ? (size_t)fail(r) : (size_t)count;
}

size_t cbor_array(struct cbor_reader *r, size_t most)
{
    return count_of(r, ARRAY, most);
}

size_t cbor_map(struct cbor_reader *r, size_t most)
{
    return count_of(r, MAP, most);
}

void cbor_tag(struct cbor_reader *r, uint64_t wanted)
{
    if (head(r, TAG) != wanted)
        fail(r);
}

bool cbor_ended(const struct cbor_reader *r)
{
    return !r->broken && r->left == 0;
}
