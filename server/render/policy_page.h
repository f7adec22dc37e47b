/* policy_page - who sees what: the table that the code enforces, in words */
#pragma once

#include "render/page.h"

h2o_iovec_t policy_page(const struct page *page);
