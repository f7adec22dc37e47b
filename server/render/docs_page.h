/* docs_page - what platforms' engineers read: a guide, and the reference made from the OpenAPI document */
#pragma once

#include "render/page.h"

/* `url` is how the service is reached. */
h2o_iovec_t docs_page(const struct page *page, const char *url);
