/*
 * public_key - Ed25519 public keys as people bring them
 *
 * A JWK (RFC 8037: {"kty":"OKP","crv":"Ed25519","x":…}, no private part) or PEM ("BEGIN PUBLIC KEY", RFC
 * 8410), and the name that follows from a key: its thumbprint (RFC 7638) in base64url.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PUBLIC_KEY_BYTES = 32, THUMBPRINT_TEXT = 44, PUBLIC_KEY_TEXT_MOST = 4096 };

/* False for anything else, also for a private key, and for a point that signs whatever one likes. */
bool public_key_parse(const char *text, size_t length, uint8_t key[PUBLIC_KEY_BYTES]);

void public_key_thumbprint(const uint8_t key[PUBLIC_KEY_BYTES], char text[THUMBPRINT_TEXT]);
