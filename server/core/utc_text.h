/* utc_text - a moment as signed documents write it: "2026-11-27T22:00:00Z" (RFC 3339, whole seconds, UTC) */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { UTC_TEXT = 21 };

/* Seconds since 1970; "" outside of the years 1970 to 9999. */
const char *utc_text(int64_t seconds, char text[UTC_TEXT]);

/* False for anything that utc_text() does not write. */
bool utc_parse(const char *text, int64_t *seconds);
