/*
 * totp - codes of an authenticator (RFC 6238: HMAC-SHA-1, steps of 30 seconds, six digits)
 *
 * A code counts in its own step and in the one before and behind it, since clocks differ; that it counts once
 * is the caller's to see to, who keeps the step.
 */
#pragma once

#include <stdint.h>

/* 20 random bytes, as RFC 4226 recommends; in base32, which people can type. */
enum { TOTP_KEY_BYTES = 20, TOTP_KEY_TEXT = 33, TOTP_DIGITS = 6, TOTP_SECONDS = 30 };

void totp_key_new(uint8_t key[TOTP_KEY_BYTES]);
void totp_key_text(const uint8_t key[TOTP_KEY_BYTES], char text[TOTP_KEY_TEXT]);

/* The code of a step, with leading zeros; steps are counted from 1970. */
void totp_code(const uint8_t key[TOTP_KEY_BYTES], int64_t step, char code[TOTP_DIGITS + 1]);

/* The step whose code this is, of the three that count at this second; -1 when it is none of theirs. */
int64_t totp_step(const uint8_t key[TOTP_KEY_BYTES], const char *code, int64_t seconds);
