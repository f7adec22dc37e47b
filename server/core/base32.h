/*
 * base32 - bytes as capitals and digits (RFC 4648, 6), without padding
 *
 * For what stands in a QR code or is read out on the telephone. One text for some bytes and one only: small
 * letters, signs of padding and spare bits that are not 0 are refused.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BASE32_LENGTH(bytes) (((bytes)*8 + 4) / 5)

/* Writes BASE32_LENGTH(length) characters and a zero behind them; how many without it. */
size_t base32_write(const uint8_t *bytes, size_t length, char *text);

/* `bytes` has room for `room`. False for what base32_write() does not write, or what has no room. */
bool base32_read(const char *text, size_t length, uint8_t *bytes, size_t room, size_t *got);
