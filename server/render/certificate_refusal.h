/* certificate_refusal - why a certificate was refused, in words for an exporter's people */
#pragma once

#include "render/page.h"

/* `code` is a fault's, `pointer` the member at fault ("/reference") or NULL. Never NULL. */
const char *refusal_words(const struct page *page, const char *code, const char *pointer);
