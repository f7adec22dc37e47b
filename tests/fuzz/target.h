/*
 * target - what every fuzz target includes
 *
 * A target is a function LLVMFuzzerTestOneInput() that states what must hold for any bytes. libFuzzer calls
 * it with inputs that it makes up, replay.c with those that are kept.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/exchange.h"
#include "core/settings.h"

#define MUST(condition) ((condition) ? (void)0 : target_broken(#condition, __FILE__, __LINE__))

_Noreturn void target_broken(const char *condition, const char *file, int line);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* An exchange with a request that has only what the target gives it; settings are the defaults. */
struct exchange *target_begin(void);
void target_end(struct exchange *x);
const struct settings *target_settings(void);

/* The bytes as a text with its zero, exactly as large as needed; the exchange's. */
const char *target_text(struct exchange *x, const uint8_t *bytes, size_t size);

bool target_is_utf8(const char *text);
