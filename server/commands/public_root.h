/* public_root - the root's public key, which a trust list is held against, as whoever verifies has it */
#pragma once

#include <stdbool.h>

#include "core/public_key.h"

#define PUBLIC_ROOT_FILE "/etc/chedang/certificate-root.pub"

enum public_root { ROOT_FOUND, ROOT_NONE, ROOT_UNUSABLE };

/*
 * `given` is the key itself in base64url, or the file that has what `chedang key root` printed; NULL: that
 * file is PUBLIC_ROOT_FILE, and ROOT_NONE where there is no such. ROOT_UNUSABLE after a sentence, which
 * begins with the command's name.
 */
enum public_root public_root_read(const char *command, const char *given, uint8_t key[PUBLIC_KEY_BYTES]);
