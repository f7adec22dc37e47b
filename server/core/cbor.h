/*
 * cbor - the part of CBOR that signed things are made of (RFC 8949, 4.2.1)
 *
 * Integers, byte and text strings, arrays, maps and tags; shortest heads and definite lengths only, so that
 * there is one writing for each value. Both directions work in memory of the caller's and never fail in
 * between: what went wrong is asked once at the end. Whether a map's keys ascend is for who writes and reads
 * it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cbor_writer {
    uint8_t *bytes;
    size_t length, room;
    bool full; /* something had no room */
};

void cbor_put_int(struct cbor_writer *w, int64_t value);
void cbor_put_bytes(struct cbor_writer *w, const void *bytes, size_t length);
void cbor_put_text(struct cbor_writer *w, const char *text);
void cbor_put_array(struct cbor_writer *w, size_t count);
void cbor_put_map(struct cbor_writer *w, size_t pairs);
void cbor_put_tag(struct cbor_writer *w, uint64_t tag);

/* A reader of `left` bytes at `at`; after anything that is not there as asked for, `broken` stays true and
 * all that is read is 0 or empty. */
struct cbor_reader {
    const uint8_t *at;
    size_t left;
    bool broken;
};

int64_t cbor_int(struct cbor_reader *r, int64_t least, int64_t most);
/* What the string lies in: it belongs to whoever gave the bytes. */
const uint8_t *cbor_bytes(struct cbor_reader *r, size_t *length);
const char *cbor_text(struct cbor_reader *r, size_t *length);
size_t cbor_array(struct cbor_reader *r, size_t most);
size_t cbor_map(struct cbor_reader *r, size_t most);
void cbor_tag(struct cbor_reader *r, uint64_t wanted);
/* Nothing went wrong and nothing is left. */
bool cbor_ended(const struct cbor_reader *r);
