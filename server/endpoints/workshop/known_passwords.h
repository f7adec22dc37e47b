/*
 * known_passwords - passwords that argon2id has accepted in the last quarter of an hour
 *
 * Some programs ask for a token every minute, which would cost several processors of argon2 for some thousand
 * workshops. What is remembered is a hash under a key that is made at start and leaves the memory of the
 * process never. Failures are not remembered. One table for each loop.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* `version` is that of the workshop's row: a changed password is another one. */
bool known_password(int64_t workshop, int version, const char *password);
void known_password_add(int64_t workshop, int version, const char *password);
