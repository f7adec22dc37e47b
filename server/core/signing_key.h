/*
 * signing_key - the Ed25519 key that signs what the service sends to its clients
 *
 * It follows from the root key; the public half is published (RFC 8037), and called by its thumbprint.
 */
#pragma once

#include "core/keys.h"
#include "core/public_key.h"

enum { SIGNATURE_BYTES = 64 };

void message_sign(const struct keys *keys, const char *message, size_t length,
                  uint8_t signature[SIGNATURE_BYTES]);

void signing_public_key(const struct keys *keys, uint8_t key[PUBLIC_KEY_BYTES],
                        char thumbprint[THUMBPRINT_TEXT]);
