#include "http/bearer.h"

#include <strings.h>

h2o_iovec_t bearer_of(const struct exchange *x)
{
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_AUTHORIZATION, -1);

    if (at < 0)
        return h2o_iovec_init(NULL, 0);
    h2o_iovec_t value = x->req->headers.entries[at].value;
    if (value.len <= 7 || strncasecmp(value.base, "bearer ", 7) != 0)
        return h2o_iovec_init(NULL, 0);
    return h2o_iovec_init(value.base + 7, value.len - 7);
}
