#include "endpoints/platform/reference.h"

#include <string.h>

#include "history/reference.h"

bool reference_read(h2o_iovec_t text, char reference[REFERENCE_BYTES])
{
    reference[0] = '\0';
    if (text.len == 0 || text.len >= REFERENCE_BYTES)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.base[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

        if (!letter && (c == '\0' || strchr("_.:-", c) == NULL))
            return false;
    }
    memcpy(reference, text.base, text.len);
    reference[text.len] = '\0';
    if (reference_tells(reference))
        reference[0] = '\0';
    return reference[0] != '\0';
}
