/*
 * base58 - bytes in the letters of Bitcoin, with the z before them that multibase asks for
 *
 * What Data Integrity writes signatures and keys in. For short things: it costs the square of the length.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BASE58_BYTES_MOST = 96, BASE58_TEXT = 136 };

/* "z…" of at most BASE58_BYTES_MOST bytes. */
const char *base58_write(const uint8_t *bytes, size_t length, char text[BASE58_TEXT]);

/* Exactly `length` bytes (BASE58_BYTES_MOST at most); false for anything that base58_write() does not write
 * for so many. */
bool base58_read(const char *text, uint8_t *bytes, size_t length);
