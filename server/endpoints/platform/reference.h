/* reference - a client's own number of a case, which the owner will read */
#pragma once

#include <h2o/memory.h>

#include "store/trail.h"

#define REFERENCE_RULE \
    "reference is your own number of this case: at most 64 letters, digits, _ . : or -, without a VIN or a " \
    "mobile number in it."

/* False, and an empty reference, for anything else: so that nothing else can hide there. */
bool reference_read(h2o_iovec_t text, char reference[REFERENCE_BYTES]);
