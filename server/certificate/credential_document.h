/* credential_document - a credential without its proof, for its writer and its reader */
#pragma once

#include <jansson.h>

#include "certificate/claims.h"

/* Of sound claims. The caller's to json_decref. */
json_t *credential_document(const struct claims *claims);
