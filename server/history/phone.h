/* phone - mobile numbers of mainland China as people type them */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { PHONE_TEXT = 12 };

/* "+86 138-0000 0000", full width, to "13800000000"; false for anything that is not such a number. */
bool phone_normalise(const char *typed, size_t length, char phone[PHONE_TEXT]);
